import { codeRanges } from './codeRanges.ts';
import { PatternError } from './patternError.ts';

/** A character class, read. */
export interface ExpandedClass {
  /** The same characters as a class of plain ranges. */
  readonly ranges: string;
  /** Where the pattern goes on. */
  readonly end: number;
}

const ESCAPED_CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}',
  s: '\\u{9}-\\u{d}\\u{85}\\p{Z}',
};
/** Where `\s` begins and ends among the control characters. */
const WHITE_SPACE_EDGES = [0x9, 0xe, 0x85, 0x86];
const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27, '0': 0 };
/** General categories; JavaScript knows more properties than .NET. */
const PROPERTY = /\\[pP]\{[A-Z][a-z]?\}/y;
const CODE = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/y;

/**
 * Reads a class of .NET that RE2 cannot express: one with another subtracted (`[a-z-[aeiou]]`), or a negated one with
 * `\W`, `\D` or `\S` (`[^\W_]`). JavaScript's set notation computes what is in it.
 *
 * @param start position of the opening bracket
 * @throws PatternError when it is malformed
 */
export function expandClass(pattern: string, start: number): ExpandedClass {
  const { set, end, edges } = new ClassReader(pattern, start).read();
  let members: RegExp;
  try {
    members = new RegExp(set, 'v');
  } catch {
    throw new PatternError('is malformed: a character class cannot be read');
  }
  return { ranges: codeRanges(members, edges), end };
}

/** A class in JavaScript's set notation, and the characters at which it can begin or end for other reasons than their category. */
interface ReadClass {
  readonly set: string;
  readonly edges: readonly number[];
  readonly end: number;
}

class ClassReader {
  readonly #pattern: string;
  readonly #edges: number[] = [...WHITE_SPACE_EDGES];
  #offset: number;

  constructor(pattern: string, offset: number) {
    this.#pattern = pattern;
    this.#offset = offset;
  }

  read(): ReadClass {
    this.#offset += 1;
    const caret = this.#peek() === '^' ? '^' : '';
    this.#offset += caret.length;
    let members = '';
    let subtracted = '';
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      if (this.#offset >= this.#pattern.length) throw new PatternError('has a [ without its ]');
      if (this.#pattern.startsWith('-[', this.#offset) && !first) {
        const inner = new ClassReader(this.#pattern, this.#offset + 1).read();
        subtracted = `--${inner.set}`;
        this.#edges.push(...inner.edges);
        this.#offset = inner.end;
        continue;
      }
      members += this.#member();
    }
    const set = `[${caret}${members}]`;
    return { set: subtracted === '' ? set : `[${set}${subtracted}]`, edges: this.#edges, end: this.#offset + 1 };
  }

  #peek(): string | undefined {
    return this.#pattern[this.#offset];
  }

  /** A range, or what is no single character. */
  #member(): string {
    const from = this.#atom();
    const after = this.#pattern[this.#offset + 1];
    if (!from.startsWith('\\u') || this.#peek() !== '-' || after === ']' || after === '[' || after === undefined)
      return from;
    this.#offset += 1;
    return `${from}-${this.#atom()}`;
  }

  /** One character as `\u{…}`, or a class within the class. */
  #atom(): string {
    if (this.#peek() !== '\\') return this.#character(this.#pattern.codePointAt(this.#offset) ?? 0);
    const property = this.#take(PROPERTY);
    if (property) return property[0];
    const code = this.#take(CODE);
    if (code) return this.#single(Number.parseInt(code[1] ?? code[2] ?? '', 16));
    this.#offset += 1;
    const letter = this.#peek() ?? '';
    const members = ESCAPED_CLASSES[letter.toLowerCase()];
    if (members === undefined) return this.#character(CONTROLS[letter] ?? letter.codePointAt(0) ?? 0, letter);
    this.#offset += 1;
    return ESCAPED_CLASSES[letter] ? `[${members}]` : `[^${members}]`;
  }

  #character(code: number, text = String.fromCodePoint(code)): string {
    this.#offset += text.length;
    return this.#single(code);
  }

  #single(code: number): string {
    this.#edges.push(code, code + 1);
    return `\\u{${code.toString(16)}}`;
  }

  #take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#offset;
    const match = expression.exec(this.#pattern);
    if (match) this.#offset += match[0].length;
    return match;
  }
}
