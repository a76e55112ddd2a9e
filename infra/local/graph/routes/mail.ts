import type { Router } from '../../http/router.ts';
import { badRequest } from '../graphError.ts';
import { readJson, type Services } from '../services.ts';
import { readUser } from './users.ts';

interface Recipient {
  readonly emailAddress?: { readonly address?: unknown };
}

/** `sendMail` answers 202 at once; the mail is kept, not sent. */
export function addMailRoutes(router: Router, { directory, mails, clock }: Services): void {
  router.on('POST', '/v1.0/users/:id/sendMail', (request) => {
    readUser(directory, request.params.id ?? '');
    const { message, saveToSentItems } = readJson(request);
    if (message === null || typeof message !== 'object') throw badRequest("The parameter 'message' is missing.");
    const mail = message as Readonly<Record<string, unknown>>;
    const recipients = mail.toRecipients;
    const isAddressed =
      Array.isArray(recipients) &&
      recipients.length > 0 &&
      recipients.every((recipient: Recipient) => typeof recipient?.emailAddress?.address === 'string');
    if (!isAddressed) throw badRequest('A message needs at least one recipient with an e-mail address.');
    mails.push({
      sender: request.params.id ?? '',
      at: clock.now(),
      message: mail,
      saveToSentItems: saveToSentItems !== false,
    });
    directory.onChange();
    return { status: 202 };
  });
}
