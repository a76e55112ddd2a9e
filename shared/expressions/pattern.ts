import { RE2JS } from 're2js';
import { translateDotNetPattern } from './dotNetPattern.ts';
import { MAX_PATTERN_LENGTH, MAX_PATTERN_SIZE } from './expressionLimits.ts';
import { PatternError } from './patternError.ts';

/** A compiled regular expression with .NET's meaning, which runs in time linear to its input. */
export interface Pattern {
  readonly regex: RE2JS;
  /** There is an end to what one match can take, so that a search looks no further than its size beyond the first hit. */
  readonly bounded: boolean;
  /**
   * Position of a capturing group by name or by .NET's number; 0 is the whole match. Undefined: there is none.
   * .NET numbers the unnamed groups first, then the named ones.
   */
  groupIndex(reference: string): number | undefined;
}

/** @throws PatternError when it is malformed or needs what RE2 cannot do */
export function compilePattern(text: string): Pattern {
  if (text.length > MAX_PATTERN_LENGTH) throw new PatternError(`has more than ${MAX_PATTERN_LENGTH} characters`);
  const { pattern, groups } = translateDotNetPattern(text);
  const numbers = new Map<string, number>([['0', 0]]);
  const unnamed = groups.flatMap((name, index) => (name === null ? [index + 1] : []));
  const named = groups.flatMap((name, index) => (name === null ? [] : [index + 1]));
  for (const [index, position] of [...unnamed, ...named].entries()) numbers.set(String(index + 1), position);
  for (const position of named) numbers.set(groups[position - 1] ?? '', position);
  const bounded = !/[*+]|,\}/u.test(pattern);
  return { regex: compileForRe2(pattern), bounded, groupIndex: (reference) => numbers.get(reference) };
}

function compileForRe2(pattern: string): RE2JS {
  try {
    const regex = RE2JS.compile(pattern);
    if (regex.programSize() <= MAX_PATTERN_SIZE) return regex;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /u, '') : 'unknown';
    throw new PatternError(`is malformed: ${reason}`);
  }
  throw new PatternError('repeats too much; use smaller counts in {…}');
}
