import type { Attributes } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import type { UserUpdate } from '../../ports/target.ts';
import { toText } from '../canonicalAttributes.ts';
import { ADDRESS_NAMES, ENTERPRISE_PARTS, GUEST_NAMES, NAME_PARTS, NAMES, PLAIN_ATTRIBUTES } from '../targetNames.ts';
import { addressElements, emailElement, photoElement, roleElement } from '../wire/elements.ts';
import { changesAny, guestToWrite, leavesOpen, roleToWrite, userNamesToWrite, wholeOf } from '../wire/updateParts.ts';
import { clearsOnePhone, phonesToWrite } from './phoneNumbers.ts';
import { V1_URNS } from './urns.ts';

/** What a PATCH of SCIM 1.1 holds: fields to store, and paths to empty, which `meta.attributes` lists. */
interface Parts {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly removals: readonly string[];
}

/** See `WireFormat.needsCurrent`: also where only the stored value can be deleted. */
export function needsCurrent(update: UserUpdate): boolean {
  if (leavesOpen(update, ADDRESS_NAMES) || leavesOpen(update, GUEST_NAMES)) return true;
  const clearsAddress = changesAny(update, ADDRESS_NAMES) && addressElements(wholeOf(update)).length === 0;
  return clearsAddress || clearsOnePhone(update);
}

/**
 * Single values: stored when they have one, else removed by path. A single space would empty a field as well, but a
 * space for both names is refused (`invalid_name_required`).
 */
function splitParts(
  changes: Attributes,
  parts: readonly (readonly [string, string])[],
  pathOf = (part: string): string => part,
): Parts {
  const changed = parts.filter(([, name]) => changes[name] !== undefined);
  return {
    fields: Object.fromEntries(
      changed.flatMap(([part, name]) => (changes[name] === null ? [] : [[part, changes[name]]])),
    ),
    removals: changed.filter(([, name]) => changes[name] === null).map(([part]) => pathOf(part)),
  };
}

/** The parts as one object under a name of its own; nothing when none of them has a value. */
function nest(name: string, { fields, removals }: Parts): Parts {
  return { fields: Object.keys(fields).length === 0 ? {} : { [name]: fields }, removals };
}

/** An address is deleted only if all five parts are those of the stored one. */
function addressParts(update: UserUpdate, current?: TargetUser): Parts {
  if (!changesAny(update, ADDRESS_NAMES)) return { fields: {}, removals: [] };
  const wanted = addressElements(wholeOf(update, current));
  if (wanted.length > 0) return { fields: { addresses: wanted }, removals: [] };
  const stored = addressElements(current?.attributes ?? {});
  const addresses = stored.map(({ primary: _flag, ...parts }) => ({ ...parts, operation: 'delete' }));
  return { fields: addresses.length === 0 ? {} : { addresses }, removals: [] };
}

/** Slack stores one element of these lists, so that a new one takes the place of the old one. */
function singleElement(path: string, value: string | null | undefined, element: (value: string) => object): Parts {
  if (value === undefined) return { fields: {}, removals: [] };
  return value === null ? { fields: {}, removals: [path] } : { fields: { [path]: [element(value)] }, removals: [] };
}

function listParts(update: UserUpdate, current?: TargetUser): readonly Parts[] {
  const { changes } = update;
  const email = toText(changes[NAMES.email]);
  const phones = phonesToWrite(update, current);
  const photo = changes[NAMES.photo] === undefined ? undefined : toText(changes[NAMES.photo]);
  return [
    // The primary address can only be replaced; it is never cleared.
    singleElement('emails', email ?? undefined, emailElement),
    addressParts(update, current),
    {
      fields: phones.elements.length === 0 ? {} : { phoneNumbers: phones.elements },
      removals: phones.removesAll ? ['phoneNumbers'] : [],
    },
    singleElement('roles', roleToWrite(update), roleElement),
    singleElement('photos', photo, photoElement),
  ];
}

function enterpriseParts(changes: Attributes): Parts {
  const pathOf = (part: string): string => `${V1_URNS.enterprise}.${part}`;
  const plain = splitParts(changes, ENTERPRISE_PARTS, pathOf);
  const manager = splitParts(changes, [['managerId', NAMES.manager]], (part) => pathOf(`manager.${part}`));
  return nest(V1_URNS.enterprise, {
    fields: { ...plain.fields, ...nest('manager', manager).fields },
    removals: [...plain.removals, ...manager.removals],
  });
}

function guestParts(update: UserUpdate, current?: TargetUser): Parts {
  const write = guestToWrite(update, current);
  if (write === undefined) return { fields: {}, removals: [] };
  if (write.action === 'set') return { fields: { [V1_URNS.guest]: write.guest }, removals: [] };
  const path = write.action === 'remove' ? V1_URNS.guest : `${V1_URNS.guest}.expiration`;
  return { fields: {}, removals: [path] };
}

/**
 * Body of `PATCH /Users/{id}`: the part of the resource that changes. `externalId`, `profileUrl` and the password are
 * never in it: Slack does not take them in a PATCH.
 * https://docs.slack.dev/reference/scim-api (PATCH /Users in version 1.1)
 * @param update canonical
 */
export function updateBody(update: UserUpdate, current?: TargetUser): object | undefined {
  const { changes } = update;
  const parts: readonly Parts[] = [
    { fields: { ...(update.activate ? { active: true } : {}), ...userNamesToWrite(update) }, removals: [] },
    splitParts(
      changes,
      PLAIN_ATTRIBUTES.map((name) => [name, name]),
    ),
    nest(
      'name',
      splitParts(changes, NAME_PARTS, (part) => `name.${part}`),
    ),
    ...listParts(update, current),
    enterpriseParts(changes),
    nest(
      V1_URNS.profile,
      splitParts(changes, [['startDate', NAMES.startDate]], (part) => `${V1_URNS.profile}.${part}`),
    ),
    guestParts(update, current),
  ];
  const fields = Object.assign({}, ...parts.map((part) => part.fields)) as Parts['fields'];
  const removals = parts.flatMap((part) => part.removals);
  if (Object.keys(fields).length === 0 && removals.length === 0) return undefined;

  const extensions = [V1_URNS.enterprise, V1_URNS.profile, V1_URNS.guest].filter((urn) => urn in fields);
  return {
    schemas: [V1_URNS.user, ...extensions],
    ...(removals.length === 0 ? {} : { meta: { attributes: removals } }),
    ...fields,
  };
}
