import { useState } from 'preact/hooks';
import type { JobAnswer } from '../../../../shared/engine/controlJob.ts';
import type { Status } from '../../../../shared/engine/readStatus.ts';
import { post } from '../api/request.ts';
import { watchStatus } from '../api/status.ts';
import { useAction } from '../api/useAction.ts';
import { Dialog } from '../parts/dialog.tsx';
import { now } from '../parts/time.tsx';
import { describeState } from '../words/stateWords.ts';
import { RestartDialog } from './restartDialog.tsx';

/** A person can start it from here. */
const STANDING: ReadonlySet<Status['state']> = new Set(['paused', 'quarantine', 'disabled']);

/** The state in words, with start, pause and restart. */
export function StateCard({ status }: { readonly status: Status }) {
  const [asked, setAsked] = useState<'pause' | 'restart'>();
  const { label, sentence, tone } = describeState(status, now.value);
  const { run, busy } = useAction(async (what: 'start' | 'pause') => {
    const { done } = await post<JobAnswer>(`control/${what}`);
    // Somebody may have opened another question meanwhile.
    setAsked((open) => (open === what ? undefined : open));
    await watchStatus();
    return done.join(' ');
  });
  return (
    <section class={`card state ${tone}`} aria-label="State">
      <div>
        <h2>
          <span class={`dot ${tone}`} aria-hidden="true" />
          {label}
        </h2>
        <p>{sentence}</p>
      </div>
      <div class="actions">
        {status.state === 'active' && (
          <button type="button" onClick={() => setAsked('pause')}>
            Pause…
          </button>
        )}
        {STANDING.has(status.state) && (
          <button type="button" class="primary" disabled={busy} onClick={() => run('start')}>
            Start
          </button>
        )}
        <button type="button" onClick={() => setAsked('restart')}>
          Restart…
        </button>
      </div>
      {asked === 'pause' && (
        <Dialog
          title="Pause provisioning?"
          close={() => setAsked(undefined)}
          actions={
            <>
              <button type="button" onClick={() => setAsked(undefined)}>
                Cancel
              </button>
              <button type="button" class="primary" disabled={busy} onClick={() => run('pause')}>
                Pause
              </button>
            </>
          }
        >
          <p>
            Nothing is written to Slack until somebody starts it again, leavers included. Changes in Entra are
            remembered and follow after the start.
          </p>
        </Dialog>
      )}
      {asked === 'restart' && <RestartDialog close={() => setAsked(undefined)} />}
    </section>
  );
}
