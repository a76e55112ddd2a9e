import type { Attributes } from '../../model/attributes.ts';
import { toText } from '../canonicalAttributes.ts';
import { ADDRESS_PARTS, NAMES } from '../targetNames.ts';

/** The primary address of an account; without the flags Slack would choose by order. */
export function emailElement(value: string): object {
  return { value, type: 'work', primary: true };
}

/** Slack stores one photo, the primary one; it fetches it in its own time, and shows an address of its own. */
export function photoElement(value: string): object {
  return { value, primary: true };
}

/** Slack stores one role, the primary one. */
export function roleElement(value: string): object {
  return { value, primary: true };
}

/**
 * Phone numbers in a request: `type: "mobile"` is stored as the primary phone and `type: "work"` as the mobile phone;
 * in an answer the former has `primary: true` and no type, the latter `type: "mobile"` (see `phonesOf`).
 * So the types are sent as Entra's target names have them, and each value reads back under the name it was mapped to.
 * The primary flag says the same as `type: "mobile"` to Slack, and lets a plain SCIM server's answer be told apart.
 * https://docs.slack.dev/reference/scim-api (PATCH /Users, phoneNumbers)
 */
export function phoneElements(attributes: Attributes): object[] {
  const mobile = toText(attributes[NAMES.mobilePhone]);
  const work = toText(attributes[NAMES.workPhone]);
  return [
    ...(mobile === null ? [] : [{ value: mobile, type: 'mobile', primary: true }]),
    ...(work === null ? [] : [{ value: work, type: 'work' }]),
  ];
}

/** Slack stores one address; parts without a value are left out, and an address without any part is none. */
export function addressElements(attributes: Attributes): Readonly<Record<string, string | true>>[] {
  const address: Record<string, string | true> = {};
  for (const [part, name] of ADDRESS_PARTS) {
    const value = toText(attributes[name]);
    if (value !== null) address[part] = value;
  }
  return Object.keys(address).length === 0 ? [] : [{ ...address, primary: true }];
}
