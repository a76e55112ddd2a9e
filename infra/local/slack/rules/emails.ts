import type { AccountDraft } from '../state/account.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Edit, ElementFilter, WriteContext } from '../writes/edit.ts';
import { type Element, matchesElement, readElements, readFilteredValue, refuseTwoPrimaries } from './elements.ts';

const INVALID = 'emails_invalid';

/** Slack keeps two addresses, the primary one and a secondary one. */
export function writeEmails(draft: AccountDraft, edit: Edit, { mode }: WriteContext) {
  if (edit.filter) return writeFiltered(draft, edit, edit.filter);
  if (edit.sub !== undefined) throw new SlackError('invalid_request_payload');
  // The primary address can only be replaced, so removing `emails` takes the secondary one.
  if (edit.op === 'remove') {
    draft.secondaryEmail = '';
    return;
  }
  const elements = readElements(edit, mode, INVALID);
  for (const { value } of elements) refuseBadEmail(value);
  if (draft.primaryEmail === '') return chooseEmails(draft, elements);
  if (elements.length === 0 && edit.op === 'replace') draft.secondaryEmail = '';
  for (const element of elements) mergeEmail(draft, element);
}

/** Which two are kept: the one marked primary, else the first of type `work`, else the first; then the next one. */
function chooseEmails(draft: AccountDraft, elements: readonly Element[]): void {
  const primary =
    elements.find((element) => element.primary === true) ??
    elements.find((element) => element.type === 'work') ??
    elements[0];
  if (!primary) throw new SlackError('email_empty');
  draft.primaryEmail = primary.value;
  const other = elements.find((element) => !isSame(element.value, primary.value));
  draft.secondaryEmail = other?.value ?? '';
}

function mergeEmail(draft: AccountDraft, element: Element): void {
  if (isSame(element.value, draft.primaryEmail)) return;
  if (element.primary === true) refuseTwoPrimaries(2);
  draft.secondaryEmail = element.value;
}

function writeFiltered(draft: AccountDraft, edit: Edit, filter: ElementFilter): void {
  const isPrimary = matchesElement(filter, { value: draft.primaryEmail, primary: true });
  const isSecondary = matchesElement(filter, { value: draft.secondaryEmail || null, primary: false });
  if (!isPrimary && !isSecondary) {
    if (edit.op === 'remove') return;
    throw new SlackError(INVALID);
  }
  const email = readFilteredValue(edit, INVALID);
  if (email === '' && isPrimary) throw new SlackError('missing_primary_email');
  if (email !== '') refuseBadEmail(email);
  if (isPrimary) draft.primaryEmail = email;
  else draft.secondaryEmail = email;
  if (isSame(draft.primaryEmail, draft.secondaryEmail)) draft.secondaryEmail = '';
}

function refuseBadEmail(email: string): void {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new SlackError('bad_email_address');
}

/**
 * Addresses are unique over all accounts, deactivated ones included. The tail names the holder, as seen on v2
 * (HackClub's provisioning reads the id from it).
 */
export function requireFreeEmails(draft: AccountDraft, workspace: Workspace): void {
  for (const email of [draft.primaryEmail, draft.secondaryEmail]) {
    const holder = email === '' ? undefined : workspace.findByEmail(email);
    if (holder && holder.id !== draft.id) throw new SlackError('email_taken', { tail: `existing_user=${holder.id}` });
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
