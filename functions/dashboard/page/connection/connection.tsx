import type { Configuration, ConnectionReport } from '../api/answers.ts';
import { get, post } from '../api/request.ts';
import { useLoad } from '../api/useLoad.ts';
import { Show } from '../parts/feedback.tsx';
import { Icon } from '../parts/icon.tsx';
import { duration } from '../words/numbers.ts';
import { Alerts } from './alerts.tsx';
import { AuthorizeSlack } from './authorizeSlack.tsx';
import { ConnectedTo } from './connectedTo.tsx';

type Check = ConnectionReport['checks'][number];

const ICONS = { passed: 'check', warning: 'dash', failed: 'close', skipped: 'dash' } as const;
const TONES = { passed: 'good', warning: 'attention', failed: 'bad', skipped: 'quiet' } as const;
const WORDS = { passed: 'Passed', warning: 'Look at this', failed: 'Failed', skipped: 'Left out' } as const;

/** Whether Entra and Slack can be used as they are set up, and how to authorise the app in Slack. */
export function Connection() {
  const configuration = useLoad<Configuration>((signal) => get('configuration', signal), []);
  const report = useLoad<ConnectionReport>((signal) => post('connection/test', {}, signal), []);
  return (
    <div class="stack">
      <section class="card" aria-labelledby="test">
        <div class="between">
          <h2 id="test">Connection test</h2>
          <button type="button" class="primary" disabled={report.loading} onClick={report.reload}>
            {report.loading ? 'Testing…' : 'Test again'}
          </button>
        </div>
        <Show load={report} lines={6}>
          {({ ok, baseUrl, checks }) => (
            <>
              <p role="status">
                {ok ? 'Everything that provisioning needs works.' : 'Something that provisioning needs does not work.'}{' '}
                <span class="quiet">{baseUrl}</span>
              </p>
              <ul class="results">
                {checks.map((check) => (
                  <Result key={check.name} check={check} />
                ))}
              </ul>
            </>
          )}
        </Show>
      </section>
      <Show load={configuration}>
        {({ environment, notify }) => (
          <div class="columns">
            <AuthorizeSlack environment={environment} />
            <ConnectedTo environment={environment} />
            <Alerts notify={notify} sender={environment.notifySender} />
          </div>
        )}
      </Show>
    </div>
  );
}

function Result({ check }: { readonly check: Check }) {
  const { result, message, action, code, httpStatus, milliseconds } = check;
  const facts = [code, httpStatus && `HTTP ${httpStatus}`, milliseconds !== undefined && duration(milliseconds)];
  return (
    <li>
      <span class={TONES[result]}>
        <Icon name={ICONS[result]} /> <span class="hidden">{WORDS[result]}:</span>
      </span>
      <div>
        {message} <span class="quiet">{facts.filter(Boolean).join(', ')}</span>
        {action && <p>{action}</p>}
      </div>
    </li>
  );
}
