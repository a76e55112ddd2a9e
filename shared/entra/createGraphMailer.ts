import type { Alert } from '../model/alert.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { GraphClient } from './graphClient.ts';

export interface GraphMailerOptions {
  /** Mailbox that the mail comes from. */
  readonly sender: string;
  readonly recipients: readonly string[];
}

/** Mail through Graph's `sendMail`; takes the application permission `Mail.Send`, or a mailbox's permission in Exchange Online. */
export function createGraphMailer(
  client: Pick<GraphClient, 'post'>,
  { sender, recipients }: GraphMailerOptions,
): Mailer {
  return {
    name: 'email',
    async send(alert) {
      await client.post(`/users/${encodeURIComponent(sender)}/sendMail`, {
        message: {
          subject: alert.subject,
          body: { contentType: 'Text', content: textOf(alert) },
          toRecipients: recipients.map((address) => ({ emailAddress: { address } })),
        },
        saveToSentItems: false,
      });
    },
  };
}

function textOf({ paragraphs, link }: Alert): string {
  return [...paragraphs, link].join('\n\n');
}
