import type { ProvisioningConfig } from '../config/provisioningConfig.ts';
import type { Settings } from '../config/settings.ts';
import { createGraphMailer } from '../entra/createGraphMailer.ts';
import { createGraphClient } from '../entra/graphClient.ts';
import type { GraphCredential } from '../entra/graphCredential.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Mailer } from '../ports/mailer.ts';
import { createWebhookMailer } from '../slack/webhook/createWebhookMailer.ts';

/** An alert must not hold up a sweep: one try of a few seconds, the next sweep makes the next. */
const ONE_TRY = { maxTries: 1, timeoutMs: 10_000, patienceMs: 0 };

/** The ways to tell administrators something that are configured. An address of the webhook in the settings wins over the file's. */
export function createMailers(
  { graphBaseUrl, notifySender, notifySlackWebhook }: Settings,
  { email, slackWebhook }: ProvisioningConfig['notify'],
  given: { readonly credential: GraphCredential; readonly clock: Clock; readonly random: Random },
): readonly Mailer[] {
  const mailers: Mailer[] = [];
  if (notifySender !== undefined && email.length > 0) {
    const client = createGraphClient({ baseUrl: graphBaseUrl, ...given, ...ONE_TRY });
    mailers.push(createGraphMailer(client, { sender: notifySender, recipients: email }));
  }
  const url = notifySlackWebhook ?? slackWebhook;
  if (url !== undefined) mailers.push(createWebhookMailer({ url }));
  return mailers;
}
