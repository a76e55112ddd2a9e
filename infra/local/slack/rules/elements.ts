import { SlackError } from '../state/slackError.ts';
import type { Edit, ElementFilter, WriteContext } from '../writes/edit.ts';
import { getAttribute, isObject } from './readText.ts';

/** One element of a multi-valued attribute as it was sent. */
export interface Element {
  readonly value: string;
  /** `undefined` when it wasn't sent; samples of Slack send the string "true", too. */
  readonly primary: boolean | undefined;
  readonly type: string | undefined;
}

/**
 * The elements of a multi-valued attribute. A PATCH may give a single object in place of the list.
 * @param error name of the refusal: `emails_invalid`
 * @throws SlackError
 */
export function readElements(edit: Edit, mode: WriteContext['mode'], error: string, bare = false): readonly Element[] {
  const { value } = edit;
  if (value === null || value === '' || value === ' ') return [];
  const isSingle = mode === 'patch' && !Array.isArray(value);
  const list: unknown = isSingle ? [value] : value;
  if (!Array.isArray(list)) throw new SlackError(error);
  const elements = list.map((entry) => readElement(entry, error, bare)).filter((element) => element.value !== '');
  refuseTwoPrimaries(elements.filter((element) => element.primary === true).length);
  return elements;
}

function readElement(entry: unknown, error: string, bare: boolean): Element {
  if (bare && typeof entry === 'string') return { value: entry.trim(), primary: undefined, type: undefined };
  if (!isObject(entry)) throw new SlackError(error);
  const value = getAttribute(entry, 'value') ?? '';
  const primary = getAttribute(entry, 'primary');
  const type = getAttribute(entry, 'type');
  if (typeof value !== 'string') throw new SlackError(error);
  return {
    value: value.trim(),
    primary: primary === undefined || primary === null ? undefined : String(primary).toLowerCase() === 'true',
    type: typeof type === 'string' ? type.toLowerCase() : undefined,
  };
}

/**
 * Slack's own sentence, not an error name (github.com/yamitzky/slack-admin-cli/pull/15, a real organisation, 2026):
 * PATCH v2 merges `replace emails [...]` into the stored list, so a new primary element collides with the old one.
 * `emails[primary eq true].value` is the way that works.
 */
export function refuseTwoPrimaries(primaries: number): void {
  if (primaries > 1) throw new SlackError('Multi-valued attributes can not have more than one primary element');
}

/** The value of a filtered path: `emails[primary eq true].value` takes a string, `emails[primary eq false]` an object. */
export function readFilteredValue(edit: Edit, error: string): string {
  if (edit.op === 'remove') return '';
  if (edit.sub !== undefined && edit.sub !== 'value') throw new SlackError('invalid_request_payload');
  const value = isObject(edit.value) ? getAttribute(edit.value, 'value') : edit.value;
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') throw new SlackError(error);
  return value.trim();
}

/** Whether a filter picks the element as Slack would show it. */
export function matchesElement(
  filter: ElementFilter,
  shown: Readonly<Record<string, string | boolean | null>>,
): boolean {
  const actual = shown[filter.attribute];
  if (actual === undefined || actual === null) return false;
  return String(actual).toLowerCase() === filter.value.toLowerCase();
}
