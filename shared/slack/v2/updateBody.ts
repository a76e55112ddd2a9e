import type { Attributes, AttributeValue } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import type { UserUpdate } from '../../ports/target.ts';
import { nickNameFollowsUserName, toText } from '../canonicalAttributes.ts';
import { ADDRESS_PARTS, ENTERPRISE_PARTS, NAME_PARTS, NAMES, PLAIN_ATTRIBUTES } from '../targetNames.ts';
import { addressElements, phoneElements, roleElement } from './elements.ts';
import { ENTERPRISE_USER, PATCH_OP } from './schemas.ts';

interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

const ADDRESS_NAMES = ADDRESS_PARTS.map(([, name]) => name);
const PHONE_NAMES = [NAMES.mobilePhone, NAMES.workPhone] as const;

const changesAny = (update: UserUpdate, names: readonly string[]): boolean =>
  names.some((name) => update.changes[name] !== undefined);

const isUnknown = (update: UserUpdate, name: string): boolean =>
  update.changes[name] === undefined && update.resulting[name] === undefined;

/** See `WireFormat.needsCurrent`: a part that is written whole, and whose other half nobody mapped. */
export function needsCurrent(update: UserUpdate): boolean {
  return [ADDRESS_NAMES, PHONE_NAMES].some(
    (names) => changesAny(update, names) && names.some((name) => isUnknown(update, name)),
  );
}

/** `replace` with a value, `remove` without: the forms that Slack shows for single values. */
function setOrRemove(path: string, value: AttributeValue): Operation {
  return value === null ? { op: 'remove', path } : { op: 'replace', path, value };
}

/** Slack refuses accounts without a user name, so an emptied one is not sent. See `nickNameFollowsUserName`. */
function userNameOperations({ changes, resulting }: UserUpdate): Operation[] {
  const userName = toText(changes[NAMES.userName]);
  const nickName = toText(changes[NAMES.nickName]);
  const following = nickNameFollowsUserName(userName ?? toText(resulting[NAMES.userName]), nickName);
  return [
    ...(userName === null ? [] : [{ op: 'replace', path: 'userName', value: userName } as const]),
    ...(nickName === null ? [] : [{ op: 'replace', path: 'nickName', value: following } as const]),
  ];
}

/**
 * The primary address is replaced in place. Slack merges a list that is sent for `emails` into the stored one, and then
 * refuses the second primary element, with `add` and with `replace` (seen on a real organisation:
 * github.com/yamitzky/slack-admin-cli/pull/15). It cannot be removed (`missing_primary_email`).
 */
function emailOperations({ changes }: UserUpdate): Operation[] {
  const email = toText(changes[NAMES.email]);
  return email === null ? [] : [{ op: 'replace', path: 'emails[primary eq true].value', value: email }];
}

/**
 * Writes a list whole. Operations are applied in their order (RFC 7644 §3.5.2); without the removal the new elements
 * would be merged into the stored ones, see `emailOperations`.
 */
function writeWhole(path: string, elements: readonly object[]): Operation[] {
  const removal: Operation = { op: 'remove', path };
  return elements.length === 0 ? [removal] : [removal, { op: 'add', path, value: elements }];
}

function roleOperations({ changes }: UserUpdate): Operation[] {
  if (changes[NAMES.role] === undefined) return [];
  const role = toText(changes[NAMES.role]);
  return writeWhole('roles', role === null ? [] : [roleElement(role)]);
}

function addressOperations(update: UserUpdate, whole: Attributes): Operation[] {
  return changesAny(update, ADDRESS_NAMES) ? writeWhole('addresses', addressElements(whole)) : [];
}

function phoneOperations(update: UserUpdate, whole: Attributes): Operation[] {
  return changesAny(update, PHONE_NAMES) ? writeWhole('phoneNumbers', phoneElements(whole)) : [];
}

/** Slack shows a colon after the schema name when writing a part, the object form for the manager, and a dot when removing. */
function enterpriseOperations({ changes }: UserUpdate): Operation[] {
  const operations: Operation[] = [];
  for (const [part, name] of ENTERPRISE_PARTS) {
    const value = changes[name];
    if (value === null) operations.push({ op: 'remove', path: `${ENTERPRISE_USER}.${part}` });
    else if (value !== undefined) operations.push({ op: 'add', path: `${ENTERPRISE_USER}:${part}`, value });
  }
  const managerId = changes[NAMES.manager];
  if (managerId === null) operations.push({ op: 'remove', path: `${ENTERPRISE_USER}.manager.managerId` });
  else if (managerId !== undefined)
    operations.push({ op: 'add', path: ENTERPRISE_USER, value: { manager: { managerId } } });
  return operations;
}

function plainOperations({ changes }: UserUpdate): Operation[] {
  const operations: Operation[] = [];
  for (const name of PLAIN_ATTRIBUTES) {
    const value = changes[name];
    if (value !== undefined) operations.push(setOrRemove(name, value));
  }
  for (const [part, name] of NAME_PARTS) {
    const value = changes[name];
    if (value !== undefined) operations.push(setOrRemove(`name.${part}`, value));
  }
  return operations;
}

/**
 * Body of `PATCH /Users/{id}`, in the path forms that Slack's reference shows (for e-mail, the one that works).
 * `externalId`, `profileUrl`, the photo and the password are never in it: Slack does not take them in a PATCH, or
 * answers with another value for good.
 * @param update canonical
 */
export function updateBody(update: UserUpdate, current?: TargetUser): object | undefined {
  const whole: Attributes = { ...current?.attributes, ...update.resulting, ...update.changes };
  const operations: Operation[] = [
    ...(update.activate ? [{ op: 'replace', path: 'active', value: true } as const] : []),
    ...userNameOperations(update),
    ...plainOperations(update),
    ...emailOperations(update),
    ...addressOperations(update, whole),
    ...phoneOperations(update, whole),
    ...roleOperations(update),
    ...enterpriseOperations(update),
  ];
  return operations.length === 0 ? undefined : { schemas: [PATCH_OP], Operations: operations };
}
