import { SlackError } from '../state/slackError.ts';

/**
 * A text value, trimmed. `null`, "" and " " all come out as "": the way to clear a field (v1 documents the single
 * space; v2 says nothing, so all three are taken).
 */
export function readText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new SlackError('invalid_attribute_format');
  return value.trim();
}

/** True for a JSON object that is not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of a JSON object by its name in any case: SCIM attribute names are case-insensitive. */
export function getAttribute(object: Readonly<Record<string, unknown>>, name: string): unknown {
  if (name in object) return object[name];
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : object[key];
}

const EMOJI = /\p{Emoji_Presentation}|\uFE0F|:[a-z0-9_+-]+:/u;

/** Slack refuses emoji in names, as characters and as `:code:`. */
export function refuseEmoji(text: string): void {
  if (EMOJI.test(text)) throw new SlackError('invalid_emoji_not_allowed');
}
