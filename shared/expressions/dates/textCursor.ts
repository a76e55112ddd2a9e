import { DateError } from './dateError.ts';

/** Reads a date's text from left to right. */
export class TextCursor {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#offset === this.#text.length;
  }

  /** What the sticky pattern matches here. Undefined: it does not, and nothing was read. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#offset += match[0].length;
    return match;
  }

  /** @throws DateError when the sticky pattern does not match here */
  require(pattern: RegExp): RegExpExecArray {
    const match = this.take(pattern);
    if (!match) throw formatMismatch();
    return match;
  }

  /** @throws DateError when the text does not stand here */
  requireText(text: string): void {
    if (!this.#text.startsWith(text, this.#offset)) throw formatMismatch();
    this.#offset += text.length;
  }
}

export function formatMismatch(): DateError {
  return new DateError('does not follow the input format');
}
