import type { Configuration } from '../api/answers.ts';
import { Pair } from '../parts/pair.tsx';

const PLACES = {
  setting: 'the setting SLACK_TOKEN',
  keyVault: 'Key Vault',
  file: 'the secrets file of this machine',
} as const;

/** Which Entra and which Slack the app works with. */
export function ConnectedTo({ environment }: { readonly environment: Configuration['environment'] }) {
  return (
    <section class="card">
      <h2>Connected to</h2>
      <dl class="pairs small">
        <Pair name="Slack" value={environment.slack} />
        <Pair name="Slack token" value={`from ${PLACES[environment.slackTokenFrom]}`} />
        <Pair name="Microsoft Graph" value={environment.graph} />
        <Pair name="Tenant" value={environment.tenantId} />
        <Pair name="Enterprise application" value={environment.servicePrincipalId} />
        <Pair name="Notifications arrive at" value={environment.notificationUrl} />
      </dl>
    </section>
  );
}
