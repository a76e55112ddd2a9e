import { ProvisioningError } from '../../errors/provisioningError.ts';
import type { Alert } from '../../model/alert.ts';
import type { Mailer } from '../../ports/mailer.ts';

export interface WebhookMailerOptions {
  /** Address of the webhook. Whoever knows it can post: it is never part of an error. */
  readonly url: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Slack's names of what a person can mend (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
const ADVICE: Readonly<Record<string, string>> = {
  action_prohibited: 'An administrator of Slack has restricted posting there.',
  channel_is_archived: 'Its channel is archived. Make a new webhook for another channel.',
  channel_not_found: 'Its channel does not exist any more. Make a new webhook.',
  invalid_token: 'Its address is not complete, or was made void. Make a new webhook.',
  no_active_hooks: 'It is switched off. Make a new webhook.',
  no_service: 'It was removed, or its app was. Make a new webhook.',
  no_team: 'Its address is not complete. Copy it again from the app in Slack.',
  posting_to_general_channel_denied: 'It may not post to this channel. Make a new webhook for another one.',
  team_disabled: 'Its workspace is switched off.',
};

/** Posts to a Slack incoming webhook. */
export function createWebhookMailer({ url, timeoutMs = TIMEOUT_MS }: WebhookMailerOptions): Mailer {
  return {
    name: 'slackWebhook',
    async send(alert) {
      const response = await post(url, { text: textOf(alert) }, timeoutMs);
      const answer = (await response.text().catch(() => '')).trim();
      if (response.ok) return;
      const { status } = response;
      const name = /^[a-z_]{1,60}$/.test(answer) ? answer : `SlackHttp${status}`;
      const errorClass = status === 429 || status >= 500 ? 'retry' : 'invalid';
      const advice = ADVICE[name] ?? '';
      throw new ProvisioningError(errorClass, name, `The Slack webhook answered ${name} (${status}). ${advice}`.trim());
    },
  };
}

async function post(url: string, body: object, timeoutMs: number): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    // Whatever it was: its own message could show the address.
    throw new ProvisioningError('retry', 'WebhookUnavailable', 'The Slack webhook did not answer.');
  }
}

function textOf({ subject, paragraphs, link }: Alert): string {
  return [`*${escapeText(subject)}*`, ...paragraphs.map(escapeText), `<${link}|Open the dashboard>`].join('\n\n');
}

/** Slack's three control characters (docs.slack.dev/messaging/formatting-message-text). */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
