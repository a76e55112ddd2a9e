import type { AccountDraft } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Edit } from '../writes/edit.ts';
import { isIsoDate } from './enterprise.ts';
import { getAttribute, isObject, readText } from './readText.ts';

/** The guest extension: setting it makes a multi-channel guest, removing it a full member. */
export function writeGuest(draft: AccountDraft, edit: Edit) {
  if (edit.sub === 'expiration') return writeExpiration(draft, edit.op === 'remove' ? '' : readText(edit.value));
  if (edit.sub !== undefined) throw new SlackError('invalid_request_payload');
  if (edit.op === 'remove' || edit.value === null) {
    draft.guest = null;
    return;
  }
  if (!isObject(edit.value)) throw new SlackError('invalid_attribute_format');
  // Single-channel guests can't be provisioned.
  if (getAttribute(edit.value, 'type') !== 'multi') throw new SlackError('invalid_request_payload');
  draft.guest = { type: 'multi', expiration: null };
  writeExpiration(draft, readText(getAttribute(edit.value, 'expiration')));
}

function writeExpiration(draft: AccountDraft, expiration: string): void {
  if (!draft.guest) throw new SlackError('invalid_request_payload');
  if (expiration !== '' && !isIsoDate(expiration)) throw new SlackError('invalid_attribute_format');
  draft.guest = { ...draft.guest, expiration: expiration || null };
}
