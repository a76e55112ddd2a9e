import type { Attributes } from '../../model/attributes.ts';
import { toText } from '../canonicalAttributes.ts';
import { ENTERPRISE_PARTS, NAME_PARTS, NAMES, PLAIN_ATTRIBUTES } from '../targetNames.ts';
import { addressElements, emailElement, phoneElements, roleElement } from './elements.ts';
import { CORE_USER, ENTERPRISE_USER } from './schemas.ts';

/** The named parts that have a value, as an object; `undefined` when none has. */
function partsOf(
  attributes: Attributes,
  parts: readonly (readonly [string, string])[],
): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  let any = false;
  for (const [part, name] of parts) {
    const value = toText(attributes[name]);
    if (value === null) continue;
    found[part] = value;
    any = true;
  }
  return any ? found : undefined;
}

function enterpriseOf(attributes: Attributes): object | undefined {
  const plain = partsOf(attributes, ENTERPRISE_PARTS);
  const managerId = toText(attributes[NAMES.manager]);
  if (managerId === null) return plain;
  // Slack's own name, in SCIM 2.0 too; without it the answer is `improper_enterprise_schema_format`.
  return { ...plain, manager: { managerId } };
}

/**
 * Body of `POST /Users`: the attributes that have a value. `active` is always said.
 * @param attributes canonical
 */
export function createBody(attributes: Attributes): object {
  const text = (name: string): string | null => toText(attributes[name]);
  const enterprise = enterpriseOf(attributes);
  const body: Record<string, unknown> = {
    schemas: enterprise ? [CORE_USER, ENTERPRISE_USER] : [CORE_USER],
    active: attributes[NAMES.active] !== false,
  };
  for (const name of [NAMES.externalId, NAMES.userName, NAMES.nickName, NAMES.profileUrl, ...PLAIN_ATTRIBUTES]) {
    const value = text(name);
    if (value !== null) body[name] = value;
  }
  const name = partsOf(attributes, NAME_PARTS);
  if (name) body.name = name;
  const email = text(NAMES.email);
  if (email !== null) body.emails = [emailElement(email)];
  const addresses = addressElements(attributes);
  if (addresses.length > 0) body.addresses = addresses;
  const phones = phoneElements(attributes);
  if (phones.length > 0) body.phoneNumbers = phones;
  const role = text(NAMES.role);
  if (role !== null) body.roles = [roleElement(role)];
  const photo = text(NAMES.photo);
  if (photo !== null) body.photos = [{ value: photo, type: 'photo' }];
  if (enterprise) body[ENTERPRISE_USER] = enterprise;
  return body;
}
