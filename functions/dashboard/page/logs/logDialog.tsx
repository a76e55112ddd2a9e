import type { LogEntry } from '../api/answers.ts';
import { get } from '../api/request.ts';
import { useLoad } from '../api/useLoad.ts';
import { Changes } from '../parts/changes.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Notice, Show } from '../parts/feedback.tsx';
import { OutcomeMark } from '../parts/outcomeMark.tsx';
import { Pair } from '../parts/pair.tsx';
import { address } from '../parts/route.ts';
import { Steps } from '../parts/steps.tsx';
import { fullTime } from '../parts/time.tsx';
import { CAUSES } from '../words/causes.ts';
import { duration } from '../words/numbers.ts';
import { nameIn } from './logRow.tsx';

/** One entry of the log whole. */
export function LogDialog({ id, close }: { readonly id: string; readonly close: () => void }) {
  const entry = useLoad<LogEntry>((signal) => get(`logs/${encodeURIComponent(id)}`, signal), [id]);
  const { data } = entry;
  return (
    <Dialog
      title={data ? nameIn(data) : 'Log entry'}
      close={close}
      isLarge
      actions={
        <>
          {data && (
            <a class="button" href={address('logs', { person: data.sourceId })}>
              Whole history
            </a>
          )}
          {data && (
            <a class="button" href={address('provision', { kind: data.kind, id: data.sourceId, name: nameIn(data) })}>
              Provision on demand
            </a>
          )}
          <button type="button" class="primary" onClick={close}>
            Close
          </button>
        </>
      }
    >
      <Show load={entry} lines={8}>
        {(found) => <Entry entry={found} />}
      </Show>
    </Dialog>
  );
}

function Entry({ entry }: { readonly entry: LogEntry }) {
  const { at, outcome, status, code, reason, recommendedAction, cause, attempt, durationMs, modifiedProperties } =
    entry;
  return (
    <>
      <p>
        <OutcomeMark outcome={outcome} /> {reason ?? `${fullTime(at)}, ${CAUSES[cause]}.`} {code && <code>{code}</code>}
      </p>
      {recommendedAction && (
        <Notice tone={status === 'failure' ? 'bad' : 'neutral'} title="What you can do">
          {recommendedAction}
        </Notice>
      )}
      {outcome === 'staged' && (
        <p>
          <a href={address('overview')}>Approve or reject it on the overview</a>, if it still waits there.
        </p>
      )}
      {modifiedProperties.length > 0 && <Changes changes={modifiedProperties} isNew={outcome === 'created'} />}
      <h3>How it went</h3>
      <Steps steps={entry.steps} />
      <h3>About this entry</h3>
      <dl class="pairs small">
        <Pair name="When" value={fullTime(at)} />
        <Pair name="Because" value={CAUSES[cause]} />
        <Pair name="Attempt" value={String(attempt + 1)} />
        <Pair name="Took" value={duration(durationMs)} />
        <Pair name="Sign-in name" value={entry.userPrincipalName} />
        <Pair name="Entra id" value={entry.sourceId} />
        <Pair name="Slack id" value={entry.slackId} />
        <Pair name="Cycle" value={entry.cycleId} />
        <Pair name="Entry" value={entry.id} />
      </dl>
    </>
  );
}
