import { RE2JS } from 're2js';
import { PatternError, translateDotNetPattern } from './dotNetPattern.ts';

/** A compiled regular expression with .NET's meaning, which runs in time linear to its input. */
export interface Pattern {
  readonly regex: RE2JS;
  /**
   * Position of a capturing group by name or by .NET's number; 0 is the whole match. Undefined: there is none.
   * .NET numbers the unnamed groups first, then the named ones.
   */
  groupIndex(reference: string): number | undefined;
}

/** @throws PatternError when it is malformed or needs what RE2 cannot do */
export function compilePattern(text: string): Pattern {
  const { pattern, groups } = translateDotNetPattern(text);
  const numbers = new Map<string, number>([['0', 0]]);
  const unnamed = groups.flatMap((name, index) => (name === null ? [index + 1] : []));
  const named = groups.flatMap((name, index) => (name === null ? [] : [index + 1]));
  for (const [index, position] of [...unnamed, ...named].entries()) numbers.set(String(index + 1), position);
  for (const position of named) numbers.set(groups[position - 1] ?? '', position);
  return { regex: compileForRe2(pattern), groupIndex: (reference) => numbers.get(reference) };
}

function compileForRe2(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /u, '') : 'unknown';
    throw new PatternError(`is malformed: ${reason}`);
  }
}
