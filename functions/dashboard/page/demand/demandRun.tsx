import type { Provisioned } from '../api/answers.ts';
import { Changes } from '../parts/changes.tsx';
import { Failure, Notice } from '../parts/feedback.tsx';
import { OutcomeMark } from '../parts/outcomeMark.tsx';
import { address } from '../parts/route.ts';
import { Steps } from '../parts/steps.tsx';
import { useProvision } from './useProvision.ts';

interface DemandRunProps {
  readonly kind: 'user' | 'group';
  readonly id: string;
  readonly name: string;
}

const WAITING = {
  queued: 'In the queue: no worker has taken it yet…',
  running: 'Under way…',
  waiting: 'It is tried again in a moment.',
  done: '',
} as const;

/** One person or group that was picked: what to do, then the steps as they happen. */
export function DemandRun({ kind, id, name }: DemandRunProps) {
  const { result, error, isBusy, run } = useProvision(kind, id);
  return (
    <section class="card" aria-labelledby="picked">
      <div class="between">
        <div>
          <h2 id="picked">{name}</h2>
          <span class="quiet">{id}</span>
        </div>
        <div class="actions">
          <button type="button" class="primary" disabled={isBusy} onClick={() => run(true)}>
            Dry run
          </button>
          <button type="button" disabled={isBusy} onClick={() => run(false)}>
            Provision now
          </button>
          <a class="button" href={address('logs', { person: id })}>
            History
          </a>
        </div>
      </div>
      {error && <Failure error={error} />}
      <div role="status">
        {isBusy && (
          <>
            <progress aria-label="Provisioning" />
            <p>{result ? (result.note ?? WAITING[result.state]) : 'Asking…'}</p>
          </>
        )}
      </div>
      {result && <Result result={result} />}
    </section>
  );
}

function Result({ result }: { readonly result: Provisioned }) {
  const { dryRun, outcome, reason, code, recommendedAction, modifiedProperties, steps } = result;
  return (
    <>
      {outcome && (
        <Notice
          tone={outcome === 'failed' ? 'bad' : dryRun ? 'neutral' : 'good'}
          title={dryRun ? 'Nothing has been done. Provisioning now would end like this:' : 'Done:'}
        >
          <p>
            <OutcomeMark outcome={outcome} isPlan={dryRun} /> {reason ?? endOf(outcome, dryRun)}{' '}
            {code && <code>{code}</code>}
          </p>
          {recommendedAction && <p>{recommendedAction}</p>}
        </Notice>
      )}
      {modifiedProperties.length > 0 && <Changes changes={modifiedProperties} isNew={outcome === 'created'} />}
      {steps.length > 0 && <h3>Step by step</h3>}
      <Steps steps={steps} />
    </>
  );
}

/** For outcomes that need no reason. */
function endOf(outcome: NonNullable<Provisioned['outcome']>, isPlan: boolean): string {
  if (outcome === 'unchanged') return 'Slack is as it should be.';
  if (outcome === 'created') return isPlan ? 'It would be created in Slack.' : 'It was created in Slack.';
  if (outcome === 'disabled') return isPlan ? 'It would be disabled in Slack.' : 'It was disabled in Slack.';
  if (outcome === 'adopted') return 'What is in Slack already is taken over.';
  return isPlan ? 'These attributes would be written.' : 'These attributes were written.';
}
