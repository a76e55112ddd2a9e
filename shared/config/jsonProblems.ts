import type { ConfigurationProblem } from '../errors/configurationError.ts';
import { configurationPath } from './configurationPath.ts';

const WHITE_SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * What is wrong with a text as JSON: the first syntax error with its line and column (JSON.parse does not always tell
 * them), or else every key that an object has twice (JSON.parse silently takes the last).
 */
export function jsonProblems(text: string): ConfigurationProblem[] {
  const checker = new JsonChecker(text);
  try {
    checker.document();
    return checker.duplicates;
  } catch (error) {
    if (error instanceof SyntaxProblem) return [error.problem];
    throw error;
  }
}

class SyntaxProblem extends Error {
  readonly problem: ConfigurationProblem;

  constructor(problem: ConfigurationProblem) {
    super(problem.what);
    this.problem = problem;
  }
}

class JsonChecker {
  readonly duplicates: ConfigurationProblem[] = [];
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value([]);
    if (this.#offset < this.#text.length) throw this.#unexpected('the end of the file');
  }

  #value(path: readonly PropertyKey[]): void {
    if (this.#takeText('{')) this.#object(path);
    else if (this.#takeText('[')) this.#array(path);
    else if (this.#take(STRING) === undefined && this.#take(SCALAR) === undefined) throw this.#unexpected('a value');
    this.#take(WHITE_SPACE);
  }

  #object(path: readonly PropertyKey[]): void {
    if (this.#takeText('}')) return;
    const keys = new Set<string>();
    do {
      this.#take(WHITE_SPACE);
      const quoted = this.#take(STRING);
      if (quoted === undefined) throw this.#unexpected('a name in double quotes');
      const key: string = JSON.parse(quoted);
      if (keys.has(key)) {
        this.duplicates.push({ where: configurationPath([...path, key]), what: 'This name occurs twice here.' });
      }
      keys.add(key);
      if (!this.#takeText(':')) throw this.#unexpected("':'");
      this.#value([...path, key]);
    } while (this.#takeText(','));
    if (!this.#takeText('}')) throw this.#unexpected("',' or '}'");
  }

  #array(path: readonly PropertyKey[]): void {
    if (this.#takeText(']')) return;
    let index = 0;
    do {
      this.#value([...path, index]);
      index += 1;
    } while (this.#takeText(','));
    if (!this.#takeText(']')) throw this.#unexpected("',' or ']'");
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text)?.[0];
    this.#offset += match?.length ?? 0;
    return match;
  }

  /** Reads a punctuation mark with the white space around it. */
  #takeText(mark: string): boolean {
    this.#take(WHITE_SPACE);
    if (this.#text[this.#offset] !== mark) return false;
    this.#offset += 1;
    this.#take(WHITE_SPACE);
    return true;
  }

  #unexpected(expected: string): SyntaxProblem {
    this.#take(WHITE_SPACE);
    const before = this.#text.slice(0, this.#offset).split('\n');
    const found = this.#text[this.#offset];
    const where = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    const what = `Found ${found === undefined ? 'the end of the file' : `'${found}'`} where ${expected} was expected.`;
    return new SyntaxProblem({ where, what });
  }
}
