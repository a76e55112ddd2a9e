import type { Attributes } from '../../model/attributes.ts';
import { oneRole, toText } from '../canonicalAttributes.ts';
import { ENTERPRISE_PARTS, NAME_PARTS, NAMES, PLAIN_ATTRIBUTES } from '../targetNames.ts';
import { addressElements, emailElement, phoneElements, roleElement } from './elements.ts';
import type { Urns } from './urns.ts';

/** The named parts that have a value, as an object; `undefined` when none has. */
function partsOf(
  attributes: Attributes,
  parts: readonly (readonly [string, string])[],
): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [part, name] of parts) {
    const value = toText(attributes[name]);
    if (value !== null) found[part] = value;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

function enterpriseOf(attributes: Attributes): object | undefined {
  const plain = partsOf(attributes, ENTERPRISE_PARTS);
  const managerId = toText(attributes[NAMES.manager]);
  if (managerId === null) return plain;
  // Slack's own name, in SCIM 2.0 too; without it the answer is `improper_enterprise_schema_format`.
  return { ...plain, manager: { managerId } };
}

/** The type is mandatory; an end date alone makes no guest. */
function guestOf(attributes: Attributes): object | undefined {
  const guest = partsOf(attributes, [
    ['type', NAMES.guestType],
    ['expiration', NAMES.guestExpiration],
  ]);
  return guest?.type === undefined ? undefined : guest;
}

/** Lists and objects that have a value, by SCIM name. */
function complexParts(attributes: Attributes): Record<string, unknown> {
  const text = (name: string): string | null => toText(attributes[name]);
  const email = text(NAMES.email);
  const addresses = addressElements(attributes);
  const phoneNumbers = phoneElements(attributes);
  const role = oneRole(text(NAMES.role), text(NAMES.roles));
  const photo = text(NAMES.photo);
  return {
    name: partsOf(attributes, NAME_PARTS),
    emails: email === null ? undefined : [emailElement(email)],
    addresses: addresses.length === 0 ? undefined : addresses,
    phoneNumbers: phoneNumbers.length === 0 ? undefined : phoneNumbers,
    roles: role === null ? undefined : [roleElement(role)],
    photos: photo === null ? undefined : [{ value: photo, type: 'photo' }],
  };
}

/**
 * Body of `POST /Users`, the same in both versions but for the schema names: the attributes that have a value, and the
 * schemas that they belong to. `active` is always said.
 * @param attributes canonical
 */
export function createBody(attributes: Attributes, urns: Urns): object {
  const extensions = {
    [urns.enterprise]: enterpriseOf(attributes),
    [urns.profile]: partsOf(attributes, [['startDate', NAMES.startDate]]),
    [urns.guest]: guestOf(attributes),
  };
  const used = Object.keys(extensions).filter((urn) => extensions[urn] !== undefined);
  const plainNames = [NAMES.externalId, NAMES.userName, NAMES.nickName, NAMES.profileUrl, ...PLAIN_ATTRIBUTES];
  const parts = {
    ...partsOf(
      attributes,
      plainNames.map((name) => [name, name]),
    ),
    ...complexParts(attributes),
    ...extensions,
  };
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return {
    schemas: [urns.user, ...used],
    active: attributes[NAMES.active] !== false,
    ...Object.fromEntries(given),
  };
}
