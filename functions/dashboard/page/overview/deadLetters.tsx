import type { DeadLetterPage } from '../../../../shared/engine/readDeadLetters.ts';
import { get, post } from '../api/request.ts';
import { watchStatus } from '../api/status.ts';
import { useAction } from '../api/useAction.ts';
import { useLoad } from '../api/useLoad.ts';
import { Show } from '../parts/feedback.tsx';
import { address } from '../parts/route.ts';
import { Ago } from '../parts/time.tsx';
import { countOf } from '../words/numbers.ts';

type Decision = 'putBack' | 'dismiss';

/** Messages that no worker could process. */
export function DeadLetters({ open }: { readonly open: number }) {
  const page = useLoad<DeadLetterPage>((signal) => get('deadletters?state=open&limit=100', signal), [open]);
  const { run, busy } = useAction(async (decision: Decision, ids: 'all' | readonly string[]) => {
    const { decided } = await post<{ decided: number }>('deadletters', { decision, ids });
    await watchStatus();
    page.reload();
    return decision === 'putBack'
      ? `${countOf(decided, 'object')} will be looked at again now.`
      : `${countOf(decided, 'message')} set aside for good.`;
  });
  return (
    <section class="card attention" aria-labelledby="dead-letters">
      <h2 id="dead-letters">{countOf(open, 'message')} could not be processed</h2>
      <p>The people and groups behind them come up again by themselves. You can have them looked at now.</p>
      <div class="actions">
        <button type="button" disabled={busy} onClick={() => run('putBack', 'all')}>
          Look at all of them now
        </button>
      </div>
      <Show load={page}>
        {({ items }) => (
          <ul class="people">
            {items.map(({ id, reason, recordedAt, change }) => (
              <li key={id}>
                <div>
                  {change ? (
                    <a href={address('logs', { person: change.id })}>
                      {change.kind} {change.id}
                    </a>
                  ) : (
                    'A message that cannot be read'
                  )}
                  <br />
                  <span class="quiet">
                    {reason} <Ago at={recordedAt} />
                  </span>
                </div>
                <div class="actions">
                  {change && (
                    <button type="button" disabled={busy} onClick={() => run('putBack', [id])}>
                      Look now
                    </button>
                  )}
                  <button type="button" disabled={busy} onClick={() => run('dismiss', [id])}>
                    Dismiss
                  </button>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Show>
    </section>
  );
}
