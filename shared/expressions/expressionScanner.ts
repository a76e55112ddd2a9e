import type { Position } from './expression.ts';

const WHITE_SPACE = /\s+/uy;

/** Reads an expression's text from left to right; white space and line breaks may stand between any two tokens. */
export class ExpressionScanner {
  readonly #text: string;
  #offset = 0;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Position of the next token. */
  position(): Position {
    this.#skip(WHITE_SPACE);
    return { line: this.#line, column: this.#offset - this.#lineStart + 1 };
  }

  /** The next token if it matches the sticky pattern. Undefined: it does not, and nothing was read. */
  take(pattern: RegExp): string | undefined {
    this.#skip(WHITE_SPACE);
    return this.#skip(pattern);
  }

  /** True if the next token matches the sticky pattern; nothing is read. */
  isNext(pattern: RegExp): boolean {
    this.#skip(WHITE_SPACE);
    pattern.lastIndex = this.#offset;
    return pattern.test(this.#text);
  }

  /** True when nothing but white space is left. */
  atEnd(): boolean {
    this.#skip(WHITE_SPACE);
    return this.#offset >= this.#text.length;
  }

  /** True if the next token starts with the text, which is then left behind. */
  takeText(text: string): boolean {
    this.#skip(WHITE_SPACE);
    if (!this.#text.startsWith(text, this.#offset)) return false;
    this.#offset += text.length;
    return true;
  }

  /** What stands here, for an error message. */
  describeNext(): string {
    this.#skip(WHITE_SPACE);
    const rest = this.#text.slice(this.#offset);
    if (rest === '') return 'the end of the expression';
    const token = /^[\p{L}\p{N}_]+|^./su.exec(rest)?.[0] ?? rest;
    return `'${token.slice(0, 40)}'`;
  }

  #skip(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text)?.[0];
    if (match === undefined) return undefined;
    for (let index = match.indexOf('\n'); index >= 0; index = match.indexOf('\n', index + 1)) {
      this.#line += 1;
      this.#lineStart = this.#offset + index + 1;
    }
    this.#offset += match.length;
    return match;
  }
}
