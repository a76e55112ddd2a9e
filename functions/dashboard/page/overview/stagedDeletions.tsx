import { useState } from 'preact/hooks';
import type { Status } from '../../../../shared/engine/readStatus.ts';
import type { StagedDeletion } from '../../../../shared/model/deletion.ts';
import type { DeletionHold } from '../../../../shared/model/job.ts';
import { get, post } from '../api/request.ts';
import { watchStatus } from '../api/status.ts';
import { useAction } from '../api/useAction.ts';
import { type Load, useLoad } from '../api/useLoad.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Show } from '../parts/feedback.tsx';
import { Ago } from '../parts/time.tsx';
import { countOf } from '../words/numbers.ts';

interface DeletionPage {
  readonly hold: DeletionHold | null;
  readonly items: readonly StagedDeletion[];
  readonly next: string | null;
}

type Decision = 'approve' | 'reject';

interface Order {
  readonly decision: Decision;
  readonly ids: 'all' | readonly string[];
}

const SHOWN = 10;

/** Accounts that would be disabled and wait for a person. */
export function StagedDeletions({ staged }: { readonly staged: Status['stagedDeletions'] }) {
  const [limit, setLimit] = useState(SHOWN);
  const page = useLoad<DeletionPage>(
    (signal) => get(`deletions?decision=pending&limit=${limit}`, signal),
    [staged.pending, staged.runId, limit],
  );
  return (
    <section class="card attention" aria-labelledby="staged">
      <h2 id="staged">{countOf(staged.pending, 'account')} would be disabled; they wait for your decision</h2>
      <p>{staged.reason}</p>
      <Show load={page}>
        {(data) => (
          <Decide page={data} load={page} more={() => setLimit(Math.min(1000, limit + 200))} total={staged.pending} />
        )}
      </Show>
    </section>
  );
}

interface DecideProps {
  readonly page: DeletionPage;
  readonly load: Load<DeletionPage>;
  readonly more: () => void;
  readonly total: number;
}

function Decide({ page, load, more, total }: DecideProps) {
  const [asked, setAsked] = useState<Decision>();
  const { run, busy } = useAction(async (order: Order) => {
    const runId = page.hold?.runId;
    const { decided } = await post<{ decided: number }>('deletions', runId ? { ...order, runId } : order);
    setAsked(undefined);
    await watchStatus();
    load.reload();
    return order.decision === 'approve'
      ? `${countOf(decided, 'account')} will be disabled within a minute.`
      : `${countOf(decided, 'account')} will be left as ${decided === 1 ? 'it is' : 'they are'}.`;
  });
  return (
    <>
      <div class="actions start">
        <button type="button" disabled={busy} onClick={() => setAsked('approve')}>
          Approve all…
        </button>
        <button type="button" disabled={busy} onClick={() => setAsked('reject')}>
          Reject all…
        </button>
      </div>
      <ul class="people">
        {page.items.map((item) => (
          <Person key={item.id} item={item} busy={busy} decide={(decision) => run({ decision, ids: [item.id] })} />
        ))}
      </ul>
      {page.next !== null && page.items.length < 1000 && (
        <button type="button" disabled={load.loading} onClick={more}>
          Show more
        </button>
      )}
      {asked && (
        <Dialog
          title={asked === 'approve' ? `Disable ${countOf(total, 'account')}?` : `Keep ${countOf(total, 'account')}?`}
          close={() => setAsked(undefined)}
          actions={
            <>
              <button type="button" onClick={() => setAsked(undefined)}>
                Cancel
              </button>
              <button
                type="button"
                class="primary"
                disabled={busy}
                onClick={() => run({ decision: asked, ids: 'all' })}
              >
                {asked === 'approve' ? 'Disable them' : 'Keep them'}
              </button>
            </>
          }
        >
          <p>
            {asked === 'approve'
              ? 'They are signed out of Slack and lose access. Their messages stay, and they can be enabled again.'
              : 'They keep their access to Slack, although Entra no longer gives it to them.'}
          </p>
        </Dialog>
      )}
    </>
  );
}

interface PersonProps {
  readonly item: StagedDeletion;
  readonly busy: boolean;
  readonly decide: (decision: Decision) => void;
}

function Person({ item, busy, decide }: PersonProps) {
  const name = item.displayName ?? item.userPrincipalName ?? item.id;
  return (
    <li>
      <div>
        <strong>{name}</strong> {item.userPrincipalName && <span class="quiet">{item.userPrincipalName}</span>}
        <br />
        <span class="quiet">
          {item.reason} <Ago at={item.stagedAt} />
        </span>
      </div>
      <div class="actions">
        <button type="button" disabled={busy} onClick={() => decide('approve')} aria-label={`Approve ${name}`}>
          Approve
        </button>
        <button type="button" disabled={busy} onClick={() => decide('reject')} aria-label={`Reject ${name}`}>
          Reject
        </button>
      </div>
    </li>
  );
}
