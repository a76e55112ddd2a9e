import { EvaluationError } from '../evaluationError.ts';
import { MAX_RESULT_LENGTH } from '../expressionLimits.ts';
import type { Pattern } from '../pattern.ts';
import type { WorkBudget } from '../workBudget.ts';

/** A replacement text, taken apart: literal texts and positions of capturing groups. */
export type ReplacementParts = readonly (string | number)[];

const REFERENCE = /\$(?:(\$)|(&)|(\d+)|\{([\p{L}\p{N}_]+)\})/gu;

/** Takes a replacement of .NET apart: `$1`, `${name}`, `$&` and `$$`; a reference to a group that is not there is plain text. */
export function parseReplacement(text: string, pattern: Pattern): ReplacementParts {
  const parts: (string | number)[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, dollar, ampersand, number, name] = match;
    const group = ampersand ? 0 : pattern.groupIndex(name ?? String(Number(number)));
    parts.push(text.slice(end, match.index), dollar ?? group ?? whole);
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
}

/**
 * Replaces every match, or only what group number `group` matched in it. One search is linear, but it may look at the
 * rest of the text to find that its first hit was the best, so that all of them together are not; each one is paid for.
 *
 * @throws EvaluationError for too long a result or too much work
 */
export function replaceMatches(
  source: string,
  pattern: Pattern,
  parts: ReplacementParts,
  group: number,
  work: WorkBudget,
): string {
  const size = pattern.regex.programSize();
  work.spend('Replace', source.length * size);
  if (!pattern.regex.test(source)) return source;
  const matcher = pattern.regex.matcher(source);
  let result = '';
  let end = 0;
  let searchedFrom = 0;
  while (matcher.find()) {
    const searchedTo = pattern.bounded ? Math.min(matcher.end() + size, source.length) : source.length;
    work.spend('Replace', (searchedTo - searchedFrom) * size);
    searchedFrom = matcher.end();
    const start = matcher.start(group);
    if (start < 0) continue;
    result += source.slice(end, start);
    for (const part of parts) {
      result += typeof part === 'string' ? part : (matcher.group(part) ?? '');
      if (result.length > MAX_RESULT_LENGTH) throw tooLong();
    }
    end = matcher.end(group);
  }
  return result + source.slice(end);
}

/** What a group matched first; null when it matched nothing. @throws EvaluationError for too much work */
export function findGroup(source: string, pattern: Pattern, group: number, work: WorkBudget): string | null {
  work.spend('Replace', source.length * pattern.regex.programSize());
  const matcher = pattern.regex.matcher(source);
  return matcher.find() ? matcher.group(group) : null;
}

/** Replaces every occurrence of a text, case-sensitively. @throws EvaluationError for too long a result or too much work */
export function replaceText(source: string, search: string, replacement: string, work: WorkBudget): string {
  work.search('Replace', source, search);
  const pieces = source.split(search);
  const length = source.length + (pieces.length - 1) * (replacement.length - search.length);
  if (length > MAX_RESULT_LENGTH) throw tooLong();
  return pieces.join(replacement);
}

function tooLong(): EvaluationError {
  return new EvaluationError('Replace', undefined, `gives more than ${MAX_RESULT_LENGTH} characters`);
}
