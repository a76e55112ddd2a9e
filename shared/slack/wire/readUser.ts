import type { AttributeValue } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import { canonicalUserName } from '../canonicalAttributes.ts';
import { canonicalTime } from '../canonicalTime.ts';
import { ADDRESS_PARTS, ENTERPRISE_PARTS, NAME_PARTS, NAMES, PLAIN_ATTRIBUTES } from '../targetNames.ts';
import { type Json, list, NOTHING, object, text } from './json.ts';
import type { Urns } from './urns.ts';

function userName(value: unknown): string | null {
  const name = text(value);
  return name === null ? null : canonicalUserName(name);
}

function time(value: unknown): string | null {
  const at = text(value);
  return at === null ? null : canonicalTime(at.trim());
}

const isPrimary = (element: Json): boolean => element.primary === true || element.primary === 'true';

/** The primary element, else the first; the last primary one where a server keeps several. */
function primaryOf(elements: readonly Json[]): Json {
  return elements.findLast(isPrimary) ?? elements[0] ?? NOTHING;
}

/** Lower-case, the primary one first; accounts with one address have a second element with the value "". */
function emailsOf(json: Json): readonly string[] {
  const elements = list(json.emails);
  const primary = primaryOf(elements);
  const values = [primary, ...elements].map(({ value }) => text(value)?.trim().toLowerCase() ?? '');
  return [...new Set(values)].filter((value) => value !== '');
}

/**
 * Slack's answer turns the types of phone numbers around (see `phoneElements`): no type is what was sent as "mobile",
 * and "mobile" without a primary flag is what was sent as "work". Slack never answers "work", nor a type together with
 * a primary flag; a plain SCIM server does, and means what it says.
 */
function phonesOf(json: Json): { readonly mobile: string | null; readonly work: string | null } {
  let mobile: string | null = null;
  let work: string | null = null;
  for (const element of list(json.phoneNumbers)) {
    const isTurned = element.type === 'mobile' && element.primary === undefined;
    if (isTurned || element.type === 'work') work = text(element.value);
    else mobile = text(element.value);
  }
  return { mobile, work };
}

/** A role is an object or a bare string. */
function roleOf(json: Json): string | null {
  const [first] = Array.isArray(json.roles) ? json.roles : [];
  return text(typeof first === 'string' ? first : primaryOf(list(json.roles)).value);
}

/** Slack lists bots as users, with an address in a domain of its own. */
function isBot(emails: readonly string[]): boolean {
  return emails.some((email) => email.endsWith('@slack-bots.com'));
}

const PLAIN_PARTS = PLAIN_ATTRIBUTES.map((name) => [name, name] as const);

/** Adds parts one by one: an object for each of several groups of them, to be joined, costs three times as much. */
function addParts(
  attributes: Record<string, AttributeValue>,
  json: Json,
  parts: readonly (readonly [string, string])[],
): void {
  for (const [part, name] of parts) attributes[name] = text(json[part]);
}

function attributesOf(json: Json, email: string | null, urns: Urns): Record<string, AttributeValue> {
  const phones = phonesOf(json);
  const role = roleOf(json);
  const enterprise = object(json[urns.enterprise]);
  const manager = object(enterprise.manager);
  const guest = object(json[urns.guest]);
  const attributes: Record<string, AttributeValue> = {
    [NAMES.userName]: userName(json.userName),
    [NAMES.nickName]: userName(json.nickName),
    [NAMES.email]: email,
    [NAMES.mobilePhone]: phones.mobile,
    [NAMES.workPhone]: phones.work,
    [NAMES.role]: role,
    [NAMES.roles]: role,
    // Slack's name, in SCIM 2.0 too; `value` is what the standard calls it.
    [NAMES.manager]: text(manager.managerId) ?? text(manager.value),
    [NAMES.guestType]: text(guest.type)?.toLowerCase() ?? null,
    [NAMES.guestExpiration]: time(guest.expiration),
    [NAMES.startDate]: time(object(json[urns.profile]).startDate),
  };
  addParts(attributes, json, PLAIN_PARTS);
  addParts(attributes, object(json.name), NAME_PARTS);
  addParts(attributes, primaryOf(list(json.addresses)), ADDRESS_PARTS);
  addParts(attributes, enterprise, ENTERPRISE_PARTS);
  return attributes;
}

/**
 * A user as Slack answered it, in any of its shapes: without a custom profile, with one (every key, `null` when
 * empty), guest. Attributes without a value are `null`; those that Slack never shows as they were written (`writeOnce`,
 * `comparedBySnapshot`) are left out. `undefined` when it is not a user.
 */
export function readUser(value: unknown, urns: Urns): TargetUser | undefined {
  const json = object(value);
  const slackId = text(json.id);
  if (slackId === null) return undefined;
  const emails = emailsOf(json);
  const attributes = attributesOf(json, emails[0] ?? null, urns);
  const member = attributes[NAMES.guestType] === null ? 'member' : 'guest';
  return {
    slackId,
    active: json.active !== false && json.active !== 'false',
    userName: userName(json.userName) ?? '',
    emails,
    attributes,
    type: isBot(emails) ? 'bot' : member,
  };
}
