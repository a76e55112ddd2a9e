import { SlackError } from '../state/slackError.ts';
import { type Token, tokenizeFilter } from './tokenizeFilter.ts';

export type Operator = 'eq' | 'co' | 'sw' | 'pr' | 'gt' | 'ge' | 'lt' | 'le';

export interface Comparison {
  readonly kind: 'compare';
  readonly attribute: string;
  readonly operator: Operator;
  readonly value: string;
}

export type Filter =
  | Comparison
  | { readonly kind: 'and'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'or'; readonly left: Filter; readonly right: Filter };

const OPERATORS: ReadonlySet<string> = new Set(['eq', 'co', 'sw', 'pr', 'gt', 'ge', 'lt', 'le']);

/** Names that a filter may use, lower-case, and what they stand for. */
export type FilterNames = Readonly<Record<string, string>>;

export const USER_FILTER_NAMES: FilterNames = {
  username: 'userName',
  email: 'email',
  emails: 'email',
  'emails.value': 'email',
  // Pseudo attributes: multi-channel and single-channel guests.
  restricted: 'restricted',
  ultra_restricted: 'ultra_restricted',
};

export const GROUP_FILTER_NAMES: FilterNames = { displayname: 'displayName' };

/**
 * Reads Slack's filter grammar (docs.slack.dev/reference/scim-api, filter): eq co sw pr gt ge lt le, `and`, `or`,
 * parentheses, parts split by one space, names and operators in any case. `and` binds tighter.
 * @throws SlackError `no_filters`, `incomplete_filter`, `invalid_filter_group` or `invalid_query`
 */
export function parseFilter(text: string, names: FilterNames): Filter {
  const tokens = tokenizeFilter(text);
  // The tail is what Slack really answers to `filter=foo`.
  if (tokens.filter(({ kind }) => kind !== 'bracket').length < 2) {
    throw new SlackError('no_filters', { tail: 'is_aggregate_call=1' });
  }
  const reader = new FilterReader(tokens, names);
  return reader.readAll();
}

class FilterReader {
  readonly #tokens: readonly Token[];
  readonly #names: FilterNames;
  #next = 0;

  constructor(tokens: readonly Token[], names: FilterNames) {
    this.#tokens = tokens;
    this.#names = names;
  }

  readAll(): Filter {
    const filter = this.#readOr();
    const rest = this.#tokens[this.#next];
    if (rest) throw new SlackError(rest.kind === 'bracket' ? 'invalid_filter_group' : 'incomplete_filter');
    return filter;
  }

  #readOr(): Filter {
    let left = this.#readAnd();
    while (this.#takeWord('or')) left = { kind: 'or', left, right: this.#readAnd() };
    return left;
  }

  #readAnd(): Filter {
    let left = this.#readOne();
    while (this.#takeWord('and')) left = { kind: 'and', left, right: this.#readOne() };
    return left;
  }

  #readOne(): Filter {
    if (!this.#takeBracket('(')) return this.#readComparison();
    const group = this.#readOr();
    if (!this.#takeBracket(')')) throw new SlackError('invalid_filter_group');
    return group;
  }

  #readComparison(): Filter {
    const name = this.#takeAny();
    const operator = this.#takeAny().text.toLowerCase();
    const attribute = this.#names[name.text.toLowerCase()];
    if (!attribute || name.kind !== 'word' || !isOperator(operator)) throw new SlackError('invalid_query');
    const value = operator === 'pr' ? '' : this.#takeAny().text;
    return { kind: 'compare', attribute, operator, value };
  }

  #takeAny(): Token {
    const token = this.#tokens[this.#next];
    if (!token) throw new SlackError('incomplete_filter');
    if (token.kind === 'bracket') throw new SlackError('invalid_filter_group');
    this.#next += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #takeBracket(bracket: '(' | ')'): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'bracket' || token.text !== bracket) return false;
    this.#next += 1;
    return true;
  }
}

function isOperator(word: string): word is Operator {
  return OPERATORS.has(word);
}
