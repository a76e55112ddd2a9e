import type { Configuration } from '../api/answers.ts';
import { post } from '../api/request.ts';
import { useAction } from '../api/useAction.ts';

/** Sends the administrator to Slack's consent page; Slack sends them back, and the app keeps the token. */
export function AuthorizeSlack({ environment }: { readonly environment: Configuration['environment'] }) {
  const { canAuthorizeSlack, slackTokenFrom } = environment;
  const { run, busy } = useAction(async () => {
    const { url } = await post<{ url: string }>('slack/authorize');
    location.assign(url);
    return undefined;
  });
  return (
    <section class="card">
      <h2>Authorise the app in Slack</h2>
      <p>
        An Owner or Admin of the workspace (Enterprise: an Org Owner of the organisation) agrees in Slack. The app
        stores the token that it gets and tests the connection. Whoever agrees has to stay an Owner or Admin.
      </p>
      {!canAuthorizeSlack && (
        <p class="attention">
          Set <code>SLACK_CLIENT_ID</code> and <code>SLACK_CLIENT_SECRET</code> of your Slack app first.
        </p>
      )}
      {canAuthorizeSlack && slackTokenFrom === 'setting' && (
        <p class="attention">
          The setting <code>SLACK_TOKEN</code> wins over the token that you would get. Remove it first.
        </p>
      )}
      <div class="actions">
        <button type="button" disabled={busy || !canAuthorizeSlack} onClick={() => run()}>
          Authorise in Slack…
        </button>
      </div>
    </section>
  );
}
