import { localPartOf } from '../model/slackHandle.ts';
import { PHOTO_TOKEN_PREFIX } from '../model/sourceAttributes.ts';
import type { TargetAttribute, ValueFormat } from '../model/targetAttributes.ts';

/** One thing that Slack asks of a value. */
export interface ValueRule {
  /** What the value must be, going on after the attribute's name: `must not contain …`. */
  readonly requirement: string;
  /** What would be accepted; left out where the requirement says it. */
  readonly accepted?: string;
  /** @param text not empty */
  readonly holds: (text: string) => boolean;
}

/** Slack's displayName cannot hold an '@' (Slack tutorial, troubleshooting; `invalid_name_specials`). */
const noAtSign: ValueRule = {
  requirement: 'must not contain the character @',
  accepted: "Letters of any language, digits, spaces and . _ - ' ( ) [ ] { } , / ; are accepted.",
  holds: (text) => !text.includes('@'),
};

const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\u{FE0F}|\u{20E3}/u;

/** `invalid_emoji_not_allowed` (https://docs.slack.dev/reference/scim-api, errors). */
const noEmoji: ValueRule = {
  requirement: 'must not contain emoji',
  accepted: 'Leave them out, e.g. with Replace.',
  holds: (text) => !EMOJI.test(text),
};

/** `invalid_name_required`: given and family name consist of spaces. */
const notBlank: ValueRule = {
  requirement: 'must not consist of spaces only',
  accepted: 'A name, or no value at all, is accepted.',
  holds: (text) => text.trim() !== '',
};

/** Slack turns every other character into "_"; a name without any of these would be underscores only. */
const hasNameCharacters: ValueRule = {
  requirement: 'must contain a letter or a digit',
  accepted: 'Letters, digits and . _ - are accepted; Slack turns anything else into _.',
  holds: (text) => /[\p{L}\p{N}]/u.test(localPartOf(text)),
};

/** Slack's own limit, in characters; of a user name it counts what is left of an address. */
function atMost(length: number, measured: (text: string) => string = (text) => text): ValueRule {
  return {
    requirement: `must have at most ${length} characters`,
    accepted: `Cut it with Left(…, ${length}).`,
    holds: (text) => [...measured(text)].length <= length,
  };
}

const ADDRESS = /^[^\s@"(),:;<>[\\\]]+@(?:[^\s@"(),:;<>[\\\].]+\.)+[^\s@"(),:;<>[\\\].]+$/u;

/** `email_invalid`, `bad_email_address`. */
const emailAddress: ValueRule = {
  requirement: 'must be an e-mail address',
  accepted: 'One @, a domain with a dot and no spaces are accepted, e.g. jane@contoso.com.',
  holds: (text) => ADDRESS.test(text),
};

/** Slack takes names of the tz database ("Olson name"). */
const timeZoneName: ValueRule = {
  requirement: 'must be the name of a time zone in the tz database',
  accepted: 'E.g. Europe/Berlin or America/New_York is accepted.',
  holds: (text) => /^[A-Za-z]/u.test(text) && isTimeZone(text),
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Slack fetches the picture itself or takes it inline (https://docs.slack.dev/reference/scim-api, photos). */
const picture: ValueRule = {
  requirement: 'must be a picture',
  accepted: '[thumbnailPhoto], a public https:// address or data:image/…;base64,… are accepted.',
  holds: (text) =>
    text.startsWith(PHOTO_TOKEN_PREFIX) ||
    /^data:image\/[a-z0-9.+-]+;base64,[A-Za-z0-9+/]+={0,2}$/u.test(text) ||
    isAddress(text, ['https:']),
};

const webAddress: ValueRule = {
  requirement: 'must be a web address',
  accepted: 'E.g. https://contoso.com/people/jane is accepted.',
  holds: (text) => isAddress(text, ['https:', 'http:']),
};

function isAddress(text: string, protocols: readonly string[]): boolean {
  const url = URL.parse(text);
  return url !== null && protocols.includes(url.protocol) && !/\s/u.test(text);
}

/** Slack takes no other guests over SCIM: single-channel guests are made in its admin pages. */
const multiChannelGuest: ValueRule = {
  requirement: 'must be "multi" or have no value',
  holds: (text) => text === 'multi',
};

const DATE = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/u;

/** True for an ISO 8601 date that exists, with a time and its zone if there is one. */
function isIsoDate(text: string, parts: 'dateTime' | 'any'): boolean {
  const [, date, time] = DATE.exec(text) ?? [];
  if (date === undefined || (parts === 'dateTime' && time === undefined)) return false;
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) return false;
  return !Number.isNaN(Date.parse(text.replace(/([+-]\d{2})(\d{2})$/u, '$1:$2')));
}

const dateTime: ValueRule = {
  requirement: 'must be a date and time in ISO 8601 with a zone',
  accepted: 'E.g. 2026-11-30T23:59:59Z is accepted; FormatDateTime writes it.',
  holds: (text) => isIsoDate(text, 'dateTime'),
};

const date: ValueRule = {
  requirement: 'must be a date in ISO 8601',
  accepted: 'E.g. 2026-11-30 or 2026-11-30T08:00:00Z is accepted; FormatDateTime writes it.',
  holds: (text) => isIsoDate(text, 'any'),
};

const RULES: Readonly<Record<ValueFormat, readonly ValueRule[]>> = {
  handle: [hasNameCharacters],
  displayName: [noAtSign, noEmoji],
  personName: [notBlank],
  groupName: [notBlank],
  email: [emailAddress],
  timeZone: [timeZoneName],
  picture: [picture],
  webAddress: [webAddress],
  guestType: [multiChannelGuest],
  date: [date],
  dateTime: [dateTime],
};

const rulesByTarget = new WeakMap<TargetAttribute, readonly ValueRule[]>();

/** What Slack asks of a target's values, in the order of checking. Made once for each target, which never changes. */
export function valueRulesOf(target: TargetAttribute): readonly ValueRule[] {
  const rules = rulesByTarget.get(target) ?? makeRules(target);
  rulesByTarget.set(target, rules);
  return rules;
}

function makeRules({ format, maxLength }: TargetAttribute): readonly ValueRule[] {
  const rules = format === undefined ? [] : RULES[format];
  if (maxLength === undefined) return rules;
  return [...rules, atMost(maxLength, format === 'handle' ? localPartOf : undefined)];
}
