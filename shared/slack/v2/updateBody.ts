import type { Attributes, AttributeValue } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import type { UserUpdate } from '../../ports/target.ts';
import { toText } from '../canonicalAttributes.ts';
import {
  ADDRESS_NAMES,
  ENTERPRISE_PARTS,
  GUEST_NAMES,
  NAME_PARTS,
  NAMES,
  PHONE_NAMES,
  PLAIN_ATTRIBUTES,
} from '../targetNames.ts';
import { addressElements, phoneElements, photoElement, roleElement } from '../wire/elements.ts';
import { changesAny, guestToWrite, leavesOpen, roleToWrite, userNamesToWrite, wholeOf } from '../wire/updateParts.ts';
import { PATCH_OP, V2_URNS } from './urns.ts';

interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** See `WireFormat.needsCurrent`: a part that is written whole, and whose other half nobody mapped. */
export function needsCurrent(update: UserUpdate): boolean {
  return [ADDRESS_NAMES, PHONE_NAMES, GUEST_NAMES].some((names) => leavesOpen(update, names));
}

/** `replace` with a value, `remove` without: the forms that Slack shows for single values. */
function setOrRemove(path: string, value: AttributeValue): Operation {
  return value === null ? { op: 'remove', path } : { op: 'replace', path, value };
}

function userNameOperations(update: UserUpdate): Operation[] {
  return Object.entries(userNamesToWrite(update)).map(([path, value]) => ({ op: 'replace', path, value }));
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

function listOperations(update: UserUpdate, whole: Attributes): Operation[] {
  const role = roleToWrite(update);
  return [
    ...(changesAny(update, ADDRESS_NAMES) ? writeWhole('addresses', addressElements(whole)) : []),
    ...(changesAny(update, PHONE_NAMES) ? writeWhole('phoneNumbers', phoneElements(whole)) : []),
    ...(role === undefined ? [] : writeWhole('roles', role === null ? [] : [roleElement(role)])),
  ];
}

/** The stored photo has no primary flag and an address of Slack's, so a new one is added in the form that Slack shows. */
function photoOperations({ changes }: UserUpdate): Operation[] {
  if (changes[NAMES.photo] === undefined) return [];
  const photo = toText(changes[NAMES.photo]);
  if (photo === null) return [{ op: 'remove', path: 'photos' }];
  return [{ op: 'add', path: 'photos', value: [photoElement(photo)] }];
}

/** Slack shows a colon after the schema name when writing a part, the object form for the manager, and a dot when removing. */
function extensionPart(schema: string, part: string, value: AttributeValue | undefined): Operation[] {
  if (value === undefined) return [];
  if (value === null) return [{ op: 'remove', path: `${schema}.${part}` }];
  return [{ op: 'add', path: `${schema}:${part}`, value }];
}

function extensionOperations({ changes }: UserUpdate): Operation[] {
  const { enterprise, profile } = V2_URNS;
  const managerId = changes[NAMES.manager];
  return [
    ...ENTERPRISE_PARTS.flatMap(([part, name]) => extensionPart(enterprise, part, changes[name])),
    ...(typeof managerId === 'string'
      ? [{ op: 'add', path: enterprise, value: { manager: { managerId } } } as const]
      : extensionPart(enterprise, 'manager.managerId', managerId)),
    // Slack's one sample of it is a body of version 1; this is the form of its other extensions.
    ...extensionPart(profile, 'startDate', changes[NAMES.startDate]),
  ];
}

function guestOperations(update: UserUpdate, current?: TargetUser): Operation[] {
  const write = guestToWrite(update, current);
  if (write === undefined) return [];
  if (write.action === 'remove') return [{ op: 'remove', path: V2_URNS.guest }];
  if (write.action === 'removeExpiration') return [{ op: 'remove', path: `${V2_URNS.guest}.expiration` }];
  return [{ op: 'add', path: V2_URNS.guest, value: write.guest }];
}

function plainOperations({ changes }: UserUpdate): Operation[] {
  const paths: readonly (readonly [string, string])[] = [
    ...PLAIN_ATTRIBUTES.map((name) => [name, name] as const),
    ...NAME_PARTS.map(([part, name]) => [`name.${part}`, name] as const),
  ];
  return paths.flatMap(([path, name]) => {
    const value = changes[name];
    return value === undefined ? [] : [setOrRemove(path, value)];
  });
}

/**
 * Body of `PATCH /Users/{id}`, in the path forms that Slack's reference shows (for e-mail, the one that works).
 * `externalId`, `profileUrl` and the password are never in it: Slack does not take them in a PATCH.
 * @param update canonical
 */
export function updateBody(update: UserUpdate, current?: TargetUser): object | undefined {
  const operations: Operation[] = [
    ...(update.activate ? [{ op: 'replace', path: 'active', value: true } as const] : []),
    ...userNameOperations(update),
    ...plainOperations(update),
    ...emailOperations(update),
    ...listOperations(update, wholeOf(update, current)),
    ...photoOperations(update),
    ...extensionOperations(update),
    ...guestOperations(update, current),
  ];
  return operations.length === 0 ? undefined : { schemas: [PATCH_OP], Operations: operations };
}
