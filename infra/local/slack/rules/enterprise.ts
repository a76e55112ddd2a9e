import { type AccountDraft, setProfile } from '../state/account.ts';
import { InvalidProfileValue, SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Edit, WriteContext } from '../writes/edit.ts';
import { getAttribute, isObject, readText } from './readText.ts';

const TEXTS: Readonly<Record<string, 'employeeNumber' | 'costCenter' | 'organization' | 'division' | 'department'>> = {
  employeenumber: 'employeeNumber',
  costcenter: 'costCenter',
  organization: 'organization',
  division: 'division',
  department: 'department',
};

/** The enterprise extension, whole or by sub-attribute. */
export function writeEnterprise(draft: AccountDraft, edit: Edit, { workspace }: WriteContext) {
  const isRemoval = edit.op === 'remove';
  if (edit.sub !== undefined) return writePart(draft, edit.sub, isRemoval ? null : edit.value, workspace);
  if (isRemoval || edit.value === null) {
    for (const part of [...Object.keys(TEXTS), 'manager']) writePart(draft, part, null, workspace);
    return;
  }
  if (!isObject(edit.value)) throw new SlackError('invalid_attribute_format');
  for (const [part, value] of Object.entries(edit.value)) writePart(draft, part.toLowerCase(), value, workspace);
}

function writePart(draft: AccountDraft, part: string, value: unknown, workspace: Workspace) {
  const field = TEXTS[part];
  if (field) return setProfile(draft, { [field]: readCustomText(value) });
  if (part === 'manager.managerid') return writeManager(draft, value, workspace);
  if (part !== 'manager') throw new SlackError('invalid_request_payload');
  if (value === null || value === '') return writeManager(draft, null, workspace);
  // Slack's own name for it, in v2 as well, where RFC 7643 says `value`.
  const reference = isObject(value) ? getAttribute(value, 'managerId') : undefined;
  if (reference === undefined) throw new SlackError('improper_enterprise_schema_format');
  writeManager(draft, reference, workspace);
}

/** A manager is given by Slack id, primary e-mail address or user name, and kept as the id. */
function writeManager(draft: AccountDraft, value: unknown, workspace: Workspace) {
  const reference = readText(value);
  if (reference === '') return setProfile(draft, { managerId: null });
  const byEmail = workspace.findByEmail(reference);
  const isPrimary = byEmail?.primaryEmail.toLowerCase() === reference.toLowerCase();
  const manager = workspace.user(reference) ?? (isPrimary ? byEmail : undefined) ?? workspace.findByUserName(reference);
  if (!manager) throw new InvalidProfileValue('improper_enterprise_schema_format');
  setProfile(draft, { managerId: manager.id });
}

/** Text of a custom profile field; `null` when empty. */
export function readCustomText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new InvalidProfileValue('invalid_attribute_format');
  return value.trim() || null;
}

/** Slack's profile extension: the start date, ISO 8601. */
export function writeSlackProfile(draft: AccountDraft, edit: Edit) {
  const isRemoval = edit.op === 'remove' || edit.value === null;
  if (edit.sub !== undefined && edit.sub !== 'startdate') throw new SlackError('invalid_request_payload');
  if (isRemoval) return setProfile(draft, { startDate: null });
  if (edit.sub === undefined && !isObject(edit.value)) throw new SlackError('invalid_attribute_format');
  const startDate = readCustomText(isObject(edit.value) ? getAttribute(edit.value, 'startDate') : edit.value);
  if (startDate !== null && !isIsoDate(startDate)) throw new InvalidProfileValue('invalid_attribute_format');
  setProfile(draft, { startDate });
}

/** A date or a date-time of ISO 8601. */
export function isIsoDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?$/.test(text) && !Number.isNaN(Date.parse(text));
}
