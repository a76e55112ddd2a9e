import type { AttributeValue } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import { canonicalUserName } from '../canonicalAttributes.ts';
import { NAMES } from '../targetNames.ts';
import { ENTERPRISE_USER, GUEST_USER } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const NOTHING: Json = {};

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : NOTHING;
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** Empty fields are `null` for accounts with a custom profile and "" or missing for the others. */
function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function userName(value: unknown): string | null {
  const name = text(value);
  return name === null ? null : canonicalUserName(name);
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

/** Slack lists bots as users, with an address in a domain of its own. */
function isBot(emails: readonly string[]): boolean {
  return emails.some((email) => email.endsWith('@slack-bots.com'));
}

function typeOf(json: Json, emails: readonly string[]): TargetUser['type'] {
  if (isBot(emails)) return 'bot';
  return text(object(json[GUEST_USER]).type) === null ? 'member' : 'guest';
}

/**
 * A user as Slack answered it, in any of its shapes: without a custom profile, with one (every key, `null` when
 * empty), guest. Attributes without a value are `null`; those that Slack cannot hold (`writeOnce`) are left out.
 */
export function readUser(value: unknown): TargetUser | undefined {
  const json = object(value);
  const slackId = text(json.id);
  if (slackId === null) return undefined;
  const emails = emailsOf(json);
  const name = object(json.name);
  const address = primaryOf(list(json.addresses));
  const phones = phonesOf(json);
  const enterprise = object(json[ENTERPRISE_USER]);
  const manager = object(enterprise.manager);
  const handle = userName(json.userName);
  const role = Array.isArray(json.roles) && typeof json.roles[0] === 'string' ? json.roles[0] : undefined;
  const attributes: Record<string, AttributeValue> = {
    [NAMES.userName]: handle,
    [NAMES.nickName]: userName(json.nickName),
    [NAMES.displayName]: text(json.displayName),
    [NAMES.givenName]: text(name.givenName),
    [NAMES.familyName]: text(name.familyName),
    [NAMES.honorificPrefix]: text(name.honorificPrefix),
    [NAMES.title]: text(json.title),
    [NAMES.email]: emails[0] ?? null,
    [NAMES.streetAddress]: text(address.streetAddress),
    [NAMES.locality]: text(address.locality),
    [NAMES.region]: text(address.region),
    [NAMES.postalCode]: text(address.postalCode),
    [NAMES.country]: text(address.country),
    [NAMES.mobilePhone]: phones.mobile,
    [NAMES.workPhone]: phones.work,
    [NAMES.role]: text(role ?? primaryOf(list(json.roles)).value),
    [NAMES.locale]: text(json.locale),
    [NAMES.preferredLanguage]: text(json.preferredLanguage),
    [NAMES.timezone]: text(json.timezone),
    [NAMES.userType]: text(json.userType),
    [NAMES.department]: text(enterprise.department),
    // Slack's name, in SCIM 2.0 too; `value` is what the standard calls it.
    [NAMES.manager]: text(manager.managerId) ?? text(manager.value),
    [NAMES.employeeNumber]: text(enterprise.employeeNumber),
    [NAMES.costCenter]: text(enterprise.costCenter),
    [NAMES.organization]: text(enterprise.organization),
    [NAMES.division]: text(enterprise.division),
  };
  return {
    slackId,
    active: json.active !== false && json.active !== 'false',
    userName: handle ?? '',
    emails,
    attributes,
    type: typeOf(json, emails),
  };
}
