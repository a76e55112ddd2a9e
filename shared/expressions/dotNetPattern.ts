import { expandClass } from './expandClass.ts';
import { PatternError } from './patternError.ts';

export { PatternError };

export interface TranslatedPattern {
  /** The pattern as RE2 understands it. */
  readonly pattern: string;
  /** Names of the capturing groups in the order of their opening parentheses; null = unnamed. */
  readonly groups: readonly (string | null)[];
}

/** .NET's classes cover all of Unicode, RE2's only ASCII. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}',
  s: '\\t-\\r\\x{85}\\p{Z}',
};

const UNSUPPORTED_GROUPS: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]/uy, 'look-ahead (?=…) or (?!…)'],
  [/\(\?<[=!]/uy, 'look-behind (?<=…) or (?<!…)'],
  [/\(\?>/uy, 'atomic groups (?>…)'],
  [/\(\?\(/uy, 'conditions (?(…)…)'],
  [/\(\?<\w*-\w+>/uy, 'balancing groups (?<a-b>…)'],
  [/\(\?[a-z-]*[nx]/uy, 'the options n and x'],
];

const NAMED_GROUP = /\(\?(?:<([\p{L}\p{N}_]+)>|'([\p{L}\p{N}_]+)')/uy;
const COMMENT = /\(\?#[^)]*\)/uy;
const OTHER_GROUP = /\(\?/uy;
const PROPERTY = /\\[pP]\{[^}]*\}/uy;
const CODE_UNIT = /\\u([0-9A-Fa-f]{4})/uy;

/**
 * Translates a regular expression of .NET, as Entra uses it, for RE2, which runs in linear time.
 *
 * @throws PatternError for what RE2 cannot do (look-around, back-references, …)
 */
export function translateDotNetPattern(pattern: string): TranslatedPattern {
  return new Translator(pattern).translate();
}

class Translator {
  readonly #pattern: string;
  readonly #groups: (string | null)[] = [];
  #offset = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  translate(): TranslatedPattern {
    let translated = '';
    while (this.#offset < this.#pattern.length) translated += this.#next();
    return { pattern: translated, groups: this.#groups };
  }

  #next(): string {
    const character = this.#pattern[this.#offset] ?? '';
    if (character === '\\') return this.#escape();
    if (character === '[') return this.#class();
    if (character === '(') return this.#group();
    this.#offset += 1;
    return character;
  }

  #take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#offset;
    const match = expression.exec(this.#pattern);
    if (match) this.#offset += match[0].length;
    return match;
  }

  #group(): string {
    for (const [start, what] of UNSUPPORTED_GROUPS) {
      if (this.#take(start)) throw new PatternError(`uses ${what}, which is not supported`);
    }
    const named = this.#take(NAMED_GROUP);
    if (named) {
      const name = named[1] ?? named[2] ?? '';
      if (this.#groups.includes(name)) throw new PatternError(`has two groups named ${name}, which is not supported`);
      this.#groups.push(name);
      return '(';
    }
    if (this.#take(COMMENT)) return '';
    if (this.#take(OTHER_GROUP)) return '(?';
    this.#offset += 1;
    this.#groups.push(null);
    return '(';
  }

  /** An escape outside of a class. */
  #escape(): string {
    const letter = this.#pattern[this.#offset + 1] ?? '';
    if (/[1-9k]/.test(letter)) throw new PatternError(`uses the back-reference \\${letter}, which is not supported`);
    if (letter === 'Z' || letter === 'G') throw new PatternError(`uses \\${letter}, which is not supported; use $`);
    const members = CLASSES[letter.toLowerCase()];
    if (members === undefined) return this.#plainEscape();
    this.#offset += 2;
    return CLASSES[letter] ? `[${members}]` : `[^${members}]`;
  }

  /** An escape that stands for one character, or a `\p{…}`. */
  #plainEscape(): string {
    const property = this.#take(PROPERTY);
    if (property) return property[0];
    const codeUnit = this.#take(CODE_UNIT);
    if (codeUnit) return `\\x{${codeUnit[1]}}`;
    const escaped = this.#pattern.slice(this.#offset, this.#offset + 2);
    this.#offset += 2;
    return escaped === '\\e' ? '\\x1b' : escaped;
  }

  /** RE2 takes most classes nearly as they are; the others are computed. */
  #class(): string {
    const start = this.#offset;
    this.#offset += 1;
    const negated = this.#pattern[this.#offset] === '^';
    if (negated) this.#offset += 1;
    let members = '';
    const outsiders: string[] = [];
    for (let first = true; ; first = false) {
      const character = this.#pattern[this.#offset];
      if (character === undefined) throw new PatternError('has a [ without its ]');
      if (character === ']' && !first) break;
      if (character === '\\') {
        members += this.#classEscape(outsiders);
        continue;
      }
      if (character === '-' && this.#pattern[this.#offset + 1] === '[') return this.#computedClass(start);
      members += character === '[' || character === ']' ? `\\${character}` : character;
      this.#offset += 1;
    }
    this.#offset += 1;
    if (outsiders.length === 0) return `[${negated ? '^' : ''}${members}]`;
    if (negated) return this.#computedClass(start);
    return `(?:${[...(members === '' ? [] : [`[${members}]`]), ...outsiders].join('|')})`;
  }

  #computedClass(start: number): string {
    const { ranges, end } = expandClass(this.#pattern, start);
    this.#offset = end;
    return ranges;
  }

  /** An escape within a class. `\W` and its like cannot stand within RE2's class when they cover Unicode, so they go to `outsiders`. */
  #classEscape(outsiders: string[]): string {
    const letter = this.#pattern[this.#offset + 1] ?? '';
    const members = CLASSES[letter.toLowerCase()];
    if (members === undefined) {
      const escaped = this.#plainEscape();
      return escaped === '\\b' ? '\\x08' : escaped;
    }
    this.#offset += 2;
    if (CLASSES[letter]) return members;
    outsiders.push(`[^${members}]`);
    return '';
  }
}
