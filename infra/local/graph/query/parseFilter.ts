import { GraphError, unsupportedQuery } from '../graphError.ts';

type Literal = string | boolean | null;

/** The part of OData's filter language that the simulator serves, parsed. */
export type Filter =
  | { readonly kind: 'eq' | 'ne'; readonly property: string; readonly value: Literal }
  | { readonly kind: 'in'; readonly property: string; readonly values: readonly Literal[] }
  | { readonly kind: 'startswith' | 'endswith'; readonly property: string; readonly value: string }
  | { readonly kind: 'isof'; readonly type: string }
  | { readonly kind: 'not'; readonly inner: Filter }
  | { readonly kind: 'and'; readonly parts: readonly Filter[] }
  | { readonly kind: 'or'; readonly parts: readonly Filter[] };

/** Clauses of one filter joined by `or`, or values of one `in`. */
const MAX_ALTERNATIVES = 15;

function invalid(text: string): GraphError {
  return new GraphError(400, 'BadRequest', `Invalid filter clause: ${text}`);
}

function toLiteral(token: string, text: string): Literal {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true') return true;
  if (token === 'false') return false;
  if (token === 'null') return null;
  // Dates and GUIDs stand without quotes.
  if (/^[\w:.+-]+$/.test(token)) return token;
  throw invalid(text);
}

/**
 * Parses `eq`, `ne`, `in`, `startswith`, `endswith`, `isof`, `and`, `or`, `not` and parentheses.
 * @param text decoded; a quote inside a string is doubled
 * @param maxAlternatives 15 for listings, 50 for the ids of a delta query
 * @throws GraphError 400
 */
export function parseFilter(text: string, maxAlternatives = MAX_ALTERNATIVES): Filter {
  const tokens = text.match(/'(?:[^']|'')*'|[(),]|[^\s(),']+|'/g) ?? [];
  let position = 0;
  const next = (): string => {
    const token = tokens[position];
    if (token === undefined || token === "'") throw invalid(text);
    position += 1;
    return token;
  };
  const expect = (wanted: string): void => {
    if (next() !== wanted) throw invalid(text);
  };
  const string = (): string => {
    const value = toLiteral(next(), text);
    if (typeof value !== 'string') throw invalid(text);
    return value;
  };
  const limited = <T>(parts: readonly T[]): readonly T[] => {
    if (parts.length <= maxAlternatives) return parts;
    throw unsupportedQuery(
      `Too many child clauses specified in search filter expression containing 'OR' operators: ${parts.length}. Max allowed: ${maxAlternatives}.`,
    );
  };

  function primary(): Filter {
    const token = next();
    if (token === '(') {
      const inner = alternatives();
      expect(')');
      return inner;
    }
    if (token === 'not') return { kind: 'not', inner: primary() };
    if (token === 'isof') {
      expect('(');
      const type = string();
      expect(')');
      return { kind: 'isof', type };
    }
    if (token === 'startswith' || token === 'endswith') {
      expect('(');
      const property = next();
      expect(',');
      const value = string();
      expect(')');
      return { kind: token, property, value };
    }
    const operator = next();
    if (operator === 'eq' || operator === 'ne') {
      return { kind: operator, property: token, value: toLiteral(next(), text) };
    }
    if (operator !== 'in') throw unsupportedQuery(`Unsupported or invalid query filter clause: ${text}`);
    expect('(');
    const values: Literal[] = [];
    do values.push(toLiteral(next(), text));
    while (next() === ',');
    if (tokens[position - 1] !== ')') throw invalid(text);
    return { kind: 'in', property: token, values: limited(values) };
  }

  function conjunction(): Filter {
    const parts = [primary()];
    while (tokens[position] === 'and') {
      next();
      parts.push(primary());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts };
  }

  function alternatives(): Filter {
    const parts = [conjunction()];
    while (tokens[position] === 'or') {
      next();
      parts.push(conjunction());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts: limited(parts) };
  }

  const filter = alternatives();
  if (position !== tokens.length) throw invalid(text);
  return filter;
}
