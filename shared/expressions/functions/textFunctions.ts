import { EvaluationError } from '../evaluationError.ts';
import { textOf } from '../expressionValue.ts';
import { defineFunction, type FunctionDefinition, isList, requireText } from './functionDefinition.ts';
import { cultureProblem, lowerCase, upperCase } from './letterCase.ts';
import { normalizeDiacritics } from './normalizeDiacritics.ts';
import { properCase } from './properCase.ts';

/** Part of a text by UTF-16 units, as .NET counts, but never half a character at either end. */
function cut(text: string, start: number, end: number): string {
  const from = /^[\uDC00-\uDFFF]/.test(text.slice(start, start + 1)) && start > 0 ? start + 1 : start;
  const part = text.slice(from, end);
  return /[\uD800-\uDBFF]$/.test(part) ? part.slice(0, -1) : part;
}

/** Applies a text function to a text, or to each text of a list (Cloud Sync documents this for Trim). */
function each(value: string | null | readonly string[], change: (text: string) => string): string | null | string[] {
  if (value === null) return null;
  return isList(value) ? value.map(change) : change(value);
}

/** The reference's own rules: 0 gives "", a negative number the whole text, no value "". */
function left(text: string | null, count: number): string {
  if (text === null || count === 0) return '';
  return count < 0 ? text : cut(text, 0, count);
}

function mid(text: string | null, start: number, length: number | null): string | null {
  if (start < 1) throw new EvaluationError('Mid', 'start', 'counts from 1');
  if (length !== null && length < 0) throw new EvaluationError('Mid', 'length', 'must not be negative');
  if (text === null) return null;
  return cut(text, start - 1, length === null ? text.length : start - 1 + length);
}

/** The n-th word; words are what stands between characters of the set. Too few, or a number below 1, gives "". */
function word(text: string | null, number: number, delimiters: string | null): string {
  if (text === null || number < 1) return '';
  const separators = new Set(delimiters ?? '');
  let count = 0;
  let current = '';
  for (const character of text) {
    if (!separators.has(character)) {
      current += character;
      continue;
    }
    if (current !== '') count += 1;
    if (count === number) return current;
    current = '';
  }
  return current !== '' && count + 1 === number ? current : '';
}

/** Empty values are left out together with their separator: `Join(", ", "", "Doe", "John")` is `Doe, John`. */
function join(separator: string | null, sources: readonly (string | null)[]): string {
  return sources.filter((source) => source !== null && source !== '').join(separator ?? '');
}

export const TEXT_FUNCTIONS: readonly FunctionDefinition[] = [
  /** No value stays no value: a suffix alone (`@contoso.com`) is never meant. */
  defineFunction(
    'Append',
    [
      { name: 'source', type: 'text' },
      { name: 'suffix', type: 'text' },
    ],
    ([source, suffix]) => (source === null ? null : source + (suffix ?? '')),
  ),
  /** Graph's list of functions names it with its parameters; the counterpart of Append. */
  defineFunction(
    'Prepend',
    [
      { name: 'prefix', type: 'text' },
      { name: 'source', type: 'text' },
    ],
    ([prefix, source]) => (source === null ? null : (prefix ?? '') + source),
  ),
  defineFunction(
    'Join',
    [
      { name: 'separator', type: 'text' },
      { name: 'source', type: 'rest' },
    ],
    ([separator, sources]) =>
      join(
        separator,
        sources.flatMap((source): readonly (string | null)[] =>
          isList(source) ? source : [requireText(source, 'Join', 'source')],
        ),
      ),
  ),
  defineFunction(
    'Left',
    [
      { name: 'String', type: 'text' },
      { name: 'NumChars', type: 'integer' },
    ],
    ([text, count]) => left(text, count),
  ),
  defineFunction(
    'Mid',
    [
      { name: 'source', type: 'text' },
      { name: 'start', type: 'integer' },
      { name: 'length', type: 'integer', optional: true },
    ],
    ([text, start, length]) => mid(text, start, length),
  ),
  defineFunction(
    'Word',
    [
      { name: 'String', type: 'text' },
      { name: 'WordNumber', type: 'integer' },
      { name: 'Delimiters', type: 'text' },
    ],
    ([text, number, delimiters]) => word(text, number, delimiters),
  ),
  defineFunction(
    'ToLower',
    [
      { name: 'source', type: 'texts' },
      { name: 'culture', type: 'text', optional: true, check: cultureProblem },
    ],
    ([source, culture]) => each(source, (text) => lowerCase(text, culture)),
  ),
  defineFunction(
    'ToUpper',
    [
      { name: 'source', type: 'texts' },
      { name: 'culture', type: 'text', optional: true, check: cultureProblem },
    ],
    ([source, culture]) => each(source, (text) => upperCase(text, culture)),
  ),
  defineFunction(
    'PCase',
    [
      { name: 'source', type: 'texts' },
      { name: 'wordSeparators', type: 'text', optional: true },
    ],
    ([source, separators]) => each(source, (text) => properCase(text, separators)),
  ),
  defineFunction('NormalizeDiacritics', [{ name: 'source', type: 'texts' }], ([source]) =>
    each(source, normalizeDiacritics),
  ),
  defineFunction('StripSpaces', [{ name: 'source', type: 'texts' }], ([source]) =>
    each(source, (text) => text.replaceAll(' ', '')),
  ),
  defineFunction('Trim', [{ name: 'value', type: 'texts' }], ([source]) => each(source, (text) => text.trim())),
  defineFunction('CStr', [{ name: 'value', type: 'value' }], ([value]) => requireText(value, 'CStr', 'value')),
  /** The value flows; `redactsValue` tells the log to show `[Redact]`. */
  defineFunction('Redact', [{ name: 'value', type: 'value' }], ([value]) =>
    isList(value) ? value : (textOf(value) ?? null),
  ),
];
