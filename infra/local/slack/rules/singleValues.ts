import { type AccountDraft, type Address, setProfile } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Edit, WriteContext } from '../writes/edit.ts';
import { matchesElement, readElements, readFilteredValue, refuseTwoPrimaries } from './elements.ts';
import { getAttribute, isObject, readText } from './readText.ts';

const ADDRESS_PARTS = ['streetAddress', 'locality', 'region', 'postalCode', 'country'] as const;

/** One role is kept: the primary one, else the first. Bare strings are taken. */
export function writeRoles(draft: AccountDraft, edit: Edit, { mode, workspace }: WriteContext): void {
  const stored = draft.profile?.role ?? null;
  const isMarked = mode === 'patch' && readsSecondPrimary(edit, stored);
  if (isMarked && workspace.settings.onePrimaryRule === 'every') refuseTwoPrimaries(2);
  const role = readSingle(edit, mode, 'roles_invalid', { value: stored, primary: true });
  if (role !== undefined) setProfile(draft, { role: role || null });
}

/** One photo is kept: the primary one, else the first; a public URL or a data URL. */
export function writePhotos(draft: AccountDraft, edit: Edit, { mode }: WriteContext): void {
  const photo = readSingle(edit, mode, 'photos_invalid', { value: draft.photo || null, type: 'photo' });
  if (photo === undefined) return;
  if (photo !== '' && !/^(https?:\/\/\S+|data:image\/\w+;base64,\S+)$/.test(photo))
    throw new SlackError('photos_invalid');
  draft.photo = photo;
}

/** What to store; "" to empty it, `undefined` for no change. */
function readSingle(
  edit: Edit,
  mode: WriteContext['mode'],
  error: string,
  shown: Readonly<Record<string, string | boolean | null>>,
): string | undefined {
  if (edit.filter) {
    if (matchesElement(edit.filter, shown)) return readFilteredValue(edit, error);
    if (edit.op === 'remove') return undefined;
    throw new SlackError(error);
  }
  if (edit.sub !== undefined) throw new SlackError('invalid_request_payload');
  if (edit.op === 'remove') return '';
  const elements = readElements(edit, mode, error, true);
  return (elements.find((element) => element.primary === true) ?? elements[0])?.value ?? '';
}

function readsSecondPrimary(edit: Edit, stored: string | null): boolean {
  if (edit.filter || edit.op === 'remove' || stored === null) return false;
  const marked = readElements(edit, 'patch', 'roles_invalid', true).find((element) => element.primary === true);
  return marked !== undefined && marked.value !== stored;
}

/** One address is kept, whole: the primary one, else the first. Its type only helps to choose and is forgotten. */
export function writeAddresses(draft: AccountDraft, edit: Edit, { mode }: WriteContext) {
  if (edit.filter || edit.sub !== undefined) throw new SlackError('addresses_invalid');
  if (edit.op === 'remove' && edit.value === undefined) return setProfile(draft, { address: null });
  const addresses = readAddresses(edit.value, mode);
  const chosen = addresses.find(({ primary }) => primary)?.address ?? addresses[0]?.address ?? null;
  if (edit.op !== 'remove') return setProfile(draft, { address: chosen });
  // An address is removed only when all five parts are those of the stored one.
  const stored = draft.profile?.address;
  const isSame = stored && chosen && ADDRESS_PARTS.every((part) => chosen[part] === stored[part]);
  if (isSame) setProfile(draft, { address: null });
}

function readAddresses(value: unknown, mode: WriteContext['mode']): { address: Address; primary: boolean }[] {
  if (value === null || value === '' || value === ' ') return [];
  const list: unknown = mode === 'patch' && isObject(value) ? [value] : value;
  if (!Array.isArray(list)) throw new SlackError('addresses_invalid');
  return list.map((entry) => {
    if (!isObject(entry)) throw new SlackError('addresses_invalid');
    const parts = ADDRESS_PARTS.map((part) => [part, readText(getAttribute(entry, part)) || null]);
    const primary = String(getAttribute(entry, 'primary')).toLowerCase() === 'true';
    return { address: Object.fromEntries(parts) as Address, primary };
  });
}
