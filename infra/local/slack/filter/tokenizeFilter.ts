import { SlackError } from '../state/slackError.ts';

export interface Token {
  readonly kind: 'word' | 'literal' | 'bracket';
  /** Without quotes and escapes. */
  readonly text: string;
}

const PARTS =
  /(?<bracket>[()])|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<word>[^\s()"']\S*?(?=[\s()]|$))/y;

/**
 * Splits a filter into words, literals and parentheses. Literals may be in double quotes (documented), in single quotes
 * or bare (both used by real clients).
 * @throws SlackError `incomplete_filter` when parts aren't split by exactly one space or a quote isn't closed
 */
export function tokenizeFilter(filter: string): readonly Token[] {
  const text = filter.trim();
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    PARTS.lastIndex = position;
    const match = PARTS.exec(text);
    if (!match) throw new SlackError('incomplete_filter');
    const token = toToken(match.groups ?? {});
    const before = tokens.at(-1);
    const hasSpace = text[position - 1] === ' ';
    if (before && before.kind !== 'bracket' && token.kind !== 'bracket' && !hasSpace) {
      throw new SlackError('incomplete_filter');
    }
    tokens.push(token);
    position += match[0].length;
    if (text[position] === ' ') position += 1;
  }
  return tokens;
}

function toToken(groups: Readonly<Record<string, string | undefined>>): Token {
  if (groups.bracket !== undefined) return { kind: 'bracket', text: groups.bracket };
  if (groups.word !== undefined) return { kind: 'word', text: groups.word };
  const literal = groups.double ?? groups.single ?? '';
  return { kind: 'literal', text: literal.replace(/\\(.)/g, '$1') };
}
