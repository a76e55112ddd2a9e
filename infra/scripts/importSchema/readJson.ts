import { jsonProblems } from '../../../shared/config/jsonProblems.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';

/** Characters; schemas have some hundred thousand, and beyond some ten million in one text regular expressions give up. */
const MAX_LENGTH = 5_000_000;

/** Brackets within each other; an expression of 100 calls takes 300, and the readers recurse. */
const MAX_DEPTH = 500;

/**
 * Parses a text as JSON.
 *
 * @param where what the text is, for the error
 * @throws ConfigurationError with line and column, never with values
 */
export function readJson(text: string, where: string): unknown {
  const size = sizeProblem(text);
  if (size) throw new ConfigurationError(`${where} cannot be read:`, [{ where, what: size }]);
  const problems = jsonProblems(text);
  if (problems.length > 0) throw new ConfigurationError(`${where} is not correct JSON:`, problems);
  return JSON.parse(text);
}

function sizeProblem(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return `It has more than ${MAX_LENGTH} characters, which no answer of Graph has.`;
  if (depthOf(text) > MAX_DEPTH) return `It is nested more than ${MAX_DEPTH} deep, which no answer of Graph is.`;
  return undefined;
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/gsu)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
