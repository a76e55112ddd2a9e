import type { Attributes, AttributeValue } from '../model/attributes.ts';
import { NAMES } from './targetNames.ts';

/**
 * Slack's user name rules: an e-mail address is reduced to its local part, letters become lower-case, and anything but
 * letters, digits, ".", "_" and "-" becomes "_". How Slack shortens names over 21 characters is not documented, so
 * they are left as they are and refused by Slack.
 * https://docs.slack.dev/reference/scim-api (user attributes)
 */
export function canonicalUserName(userName: string): string {
  const localPart = /^([^@\s]+)@[^@\s]+$/.exec(userName)?.[1] ?? userName;
  return localPart.toLowerCase().replace(/[^\p{L}\p{N}._-]/gu, '_');
}

/**
 * Slack keeps `nickName` and `userName` the same: a write of either changes both. So a nickname of its own would rename
 * the account, and where a user name is mapped the nickname follows it.
 * https://docs.slack.dev/reference/scim-api (PATCH /Users, userName and nickName)
 */
export function nickNameFollowsUserName(userName: string | null, nickName: string | null): string | null {
  return userName ?? nickName;
}

/** A value as the text that goes over the wire; blank text is no value to Slack (a single space clears a field). */
export function toText(value: AttributeValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'object' ? (value[0] ?? '') : String(value);
  return text.trim() === '' ? null : text;
}

function canonicalValue(name: string, value: AttributeValue): AttributeValue {
  if (name === NAMES.active) return value;
  const text = toText(value);
  if (text === null) return null;
  if (name === NAMES.userName || name === NAMES.nickName) return canonicalUserName(text);
  return name === NAMES.email ? text.trim().toLowerCase() : text;
}

/** Attribute values as Slack shows them after storing. Pure; idempotent; keeps exactly the given names. */
export function canonicalAttributes(attributes: Attributes): Attributes {
  const canonical: Record<string, AttributeValue> = {};
  for (const name of Object.keys(attributes)) canonical[name] = canonicalValue(name, attributes[name] ?? null);
  if (NAMES.nickName in canonical) {
    canonical[NAMES.nickName] = nickNameFollowsUserName(
      toText(canonical[NAMES.userName]),
      toText(canonical[NAMES.nickName]),
    );
  }
  return canonical;
}
