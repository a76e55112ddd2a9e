import { type AccountDraft, setProfile } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Edit } from '../writes/edit.ts';
import { getAttribute, isObject, readText, refuseEmoji } from './readText.ts';

const MAX_DISPLAY_NAME = 80;

/** At most 80 characters, no `@`, no emoji; it need not be unique. */
export function writeDisplayName(draft: AccountDraft, edit: Edit): void {
  if (edit.sub !== undefined || edit.filter) throw new SlackError('invalid_request_payload');
  const displayName = edit.op === 'remove' ? '' : readText(edit.value);
  if (displayName.startsWith('@')) throw new SlackError('invalid_starts_with_at');
  if (displayName.includes('@')) throw new SlackError('invalid_name_specials');
  if ([...displayName].length > MAX_DISPLAY_NAME) throw new SlackError('invalid_name_maxlength');
  refuseEmoji(displayName);
  draft.displayName = displayName;
}

/** `name` as an object or by sub-attribute. Slack keeps givenName, familyName and honorificPrefix, nothing else. */
export function writeName(draft: AccountDraft, edit: Edit) {
  if (edit.filter) throw new SlackError('invalid_request_payload');
  if (edit.sub !== undefined) return writeNamePart(draft, edit.sub, edit.op === 'remove' ? '' : edit.value);
  if (edit.op === 'remove' || edit.value === null) {
    for (const part of ['givenname', 'familyname', 'honorificprefix']) writeNamePart(draft, part, '');
    return;
  }
  if (!isObject(edit.value)) throw new SlackError('invalid_attribute_format');
  const { value } = edit;
  if (isSpaces(getAttribute(value, 'givenName')) && isSpaces(getAttribute(value, 'familyName'))) {
    throw new SlackError('invalid_name_required');
  }
  for (const [part, text] of Object.entries(value)) writeNamePart(draft, part.toLowerCase(), text);
}

function writeNamePart(draft: AccountDraft, part: string, value: unknown) {
  const text = readText(value);
  if (part === 'honorificprefix') return setProfile(draft, { honorificPrefix: text || null });
  if (part !== 'givenname' && part !== 'familyname') return;
  if (text.includes('@')) throw new SlackError('invalid_name_specials');
  refuseEmoji(text);
  if (part === 'givenname') draft.givenName = text;
  else draft.familyName = text;
}

function isSpaces(value: unknown): boolean {
  return typeof value === 'string' && /^\s+$/.test(value);
}

/** A person without any name goes by the display name, or by the user name. */
export function fillGivenName(draft: AccountDraft): void {
  if (draft.givenName !== '' || draft.familyName !== '') return;
  draft.givenName = draft.displayName || draft.userName;
}
