import { useState } from 'preact/hooks';
import type { AlertTest, Configuration } from '../api/answers.ts';
import { post } from '../api/request.ts';
import { useAction } from '../api/useAction.ts';
import { Icon } from '../parts/icon.tsx';
import { Pair } from '../parts/pair.tsx';

const CHANNELS = { email: 'Mail', slackWebhook: 'Message in Slack' } as const;

interface AlertsProps {
  readonly notify: Configuration['notify'];
  readonly sender: string | null;
}

/** Who is told when something goes wrong, and whether that works. */
export function Alerts({ notify, sender }: AlertsProps) {
  const [channels, setChannels] = useState<AlertTest['channels']>();
  const { run, busy } = useAction(async () => {
    const answer = await post<AlertTest>('alerts/test');
    setChannels(answer.channels);
    return undefined;
  });
  const isOff = notify.email.length === 0 && notify.slackWebhook === null;
  return (
    <section class="card">
      <h2>Alerts</h2>
      {isOff && (
        <p>
          Nobody is told when something goes wrong. Add addresses or a Slack webhook under <code>notify</code> in
          provisioning.json.
        </p>
      )}
      <dl class="pairs small">
        <Pair name="Mail goes to" value={notify.email.join(', ')} />
        <Pair name="From" value={notify.email.length > 0 ? (sender ?? 'nobody: set NOTIFY_SENDER') : null} />
        <Pair name="Messages in Slack" value={notify.slackWebhook} />
      </dl>
      <div class="actions">
        <button type="button" disabled={busy || isOff} onClick={() => run()}>
          Send a test message
        </button>
      </div>
      <ul class="results" aria-live="polite">
        {channels?.map(({ name, ok, error }) => (
          <li key={name}>
            <span class={ok ? 'good' : 'bad'}>
              <Icon name={ok ? 'check' : 'close'} />
            </span>
            <div>
              {CHANNELS[name]}: {ok ? 'sent' : error}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
