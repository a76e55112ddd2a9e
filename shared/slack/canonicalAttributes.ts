import type { Attributes, AttributeValue } from '../model/attributes.ts';
import { localPartOf } from '../model/slackHandle.ts';
import { canonicalTime } from './canonicalTime.ts';
import { storedRole } from './storedRole.ts';
import { NAMES } from './targetNames.ts';

/**
 * Slack's user name rules: an e-mail address is reduced to its local part, letters become lower-case, and anything but
 * letters, digits, ".", "_" and "-" becomes "_". How Slack shortens names over 21 characters is not documented, so
 * they are left as they are and refused by Slack.
 * https://docs.slack.dev/reference/scim-api (user attributes)
 */
export function canonicalUserName(userName: string): string {
  return localPartOf(userName)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]/gu, '_');
}

/**
 * Slack keeps `nickName` and `userName` the same: a write of either changes both. So a nickname of its own would rename
 * the account, and where a user name is mapped the nickname follows it.
 * https://docs.slack.dev/reference/scim-api (PATCH /Users, userName and nickName)
 */
export function nickNameFollowsUserName(userName: string | null, nickName: string | null): string | null {
  return userName ?? nickName;
}

/** Slack stores one role: where both targets of it are mapped, the single one counts before the list. */
export function oneRole(role: string | null, roles: string | null): string | null {
  return role ?? roles;
}

/** An end date belongs to a guest: where the type is mapped and there is none, there is no date either. */
function expirationFollowsGuestType(type: AttributeValue | undefined, expiration: AttributeValue): AttributeValue {
  return type === null ? null : expiration;
}

/** A value as the text that goes over the wire; blank text is no value to Slack (a single space clears a field). */
export function toText(value: AttributeValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  const text = (typeof value === 'object' ? (value[0] ?? '') : String(value)).trim();
  return text === '' ? null : text;
}

/** How Slack shows a text, by target; texts of all other targets are kept as they are. */
const FORMS: Readonly<Record<string, (text: string) => string>> = {
  [NAMES.userName]: canonicalUserName,
  [NAMES.nickName]: canonicalUserName,
  [NAMES.email]: (text) => text.toLowerCase(),
  [NAMES.guestType]: (text) => text.toLowerCase(),
  [NAMES.guestExpiration]: canonicalTime,
  [NAMES.startDate]: canonicalTime,
};

function canonicalValue(name: string, value: AttributeValue): AttributeValue {
  if (name === NAMES.active) return value;
  if (name === NAMES.roles) return storedRole(value);
  const text = toText(value);
  return text === null ? null : (FORMS[name]?.(text) ?? text);
}

/** Attribute values as Slack shows them after storing. Pure; idempotent; keeps exactly the given names. */
export function canonicalAttributes(attributes: Attributes): Attributes {
  const canonical: Record<string, AttributeValue> = {};
  for (const name of Object.keys(attributes)) canonical[name] = canonicalValue(name, attributes[name] ?? null);
  if (NAMES.nickName in canonical) {
    const userName = toText(canonical[NAMES.userName]);
    canonical[NAMES.nickName] = nickNameFollowsUserName(userName, toText(canonical[NAMES.nickName]));
  }
  const role = oneRole(toText(canonical[NAMES.role]), toText(canonical[NAMES.roles]));
  for (const name of [NAMES.role, NAMES.roles]) if (name in canonical) canonical[name] = role;
  if (NAMES.guestExpiration in canonical) {
    const expiration = canonical[NAMES.guestExpiration] ?? null;
    canonical[NAMES.guestExpiration] = expirationFollowsGuestType(canonical[NAMES.guestType], expiration);
  }
  return canonical;
}
