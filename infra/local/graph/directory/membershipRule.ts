import { badRequest } from '../graphError.ts';
import type { GroupRecord } from './directoryState.ts';

type Properties = Readonly<Record<string, unknown>>;
type Test = (properties: Properties) => boolean;

/** Whether the members of the group follow from a rule. */
export function isDynamic(group: Pick<GroupRecord, 'properties'>): boolean {
  const types = group.properties.groupTypes;
  return Array.isArray(types) && types.includes('DynamicMembership');
}

const COMPARISONS: Readonly<Record<string, (value: string, operand: string) => boolean>> = {
  '-eq': (value, operand) => value === operand,
  '-ne': (value, operand) => value !== operand,
  '-startswith': (value, operand) => value.startsWith(operand),
  '-notstartswith': (value, operand) => !value.startsWith(operand),
  '-contains': (value, operand) => value.includes(operand),
  '-notcontains': (value, operand) => !value.includes(operand),
};

function read(properties: Properties, name: string): string {
  const extensions = properties.onPremisesExtensionAttributes as Properties | null | undefined;
  const value = name.startsWith('extensionAttribute') ? extensions?.[name] : properties[name];
  return value === null || value === undefined ? 'null' : String(value).toLowerCase();
}

/**
 * Parses the common part of Entra's rule language: `user.<property> -eq|-ne|-startsWith|-contains|-in "value"`,
 * joined by `-and`, `-or`, `-not` and parentheses. Comparisons ignore case.
 * @throws GraphError 400 for anything else
 */
export function parseMembershipRule(rule: string): Test {
  const tokens = rule.match(/"[^"]*"|[()[\],]|[^\s()[\],"]+/g) ?? [];
  let position = 0;
  const fail = (): never => {
    throw badRequest(`Invalid membership rule: ${rule}`);
  };
  const next = (): string => tokens[position++] ?? fail();
  const peek = (): string => (tokens[position] ?? '').toLowerCase();
  const operand = (): string => {
    const token = next();
    return (token.startsWith('"') ? token.slice(1, -1) : token).toLowerCase();
  };

  const comparison = (): Test => {
    const name = /^user\.(\w+)$/i.exec(next())?.[1] ?? fail();
    const operator = next().toLowerCase();
    if (operator === '-in' || operator === '-notin') {
      const values: string[] = [];
      if (next() !== '[') fail();
      while (peek() !== ']') {
        if (peek() === ',') next();
        else values.push(operand());
      }
      next();
      return (properties) => values.includes(read(properties, name)) === (operator === '-in');
    }
    const compare = COMPARISONS[operator] ?? fail();
    const value = operand();
    return (properties) => compare(read(properties, name), value);
  };

  const term = (): Test => {
    if (peek() === '-not') {
      next();
      const negated = term();
      return (properties) => !negated(properties);
    }
    if (peek() !== '(') return comparison();
    next();
    const inner = alternatives();
    if (next() !== ')') fail();
    return inner;
  };

  const conjunction = (): Test => {
    const tests = [term()];
    while (peek() === '-and') {
      next();
      tests.push(term());
    }
    return (properties) => tests.every((test) => test(properties));
  };

  function alternatives(): Test {
    const tests = [conjunction()];
    while (peek() === '-or') {
      next();
      tests.push(conjunction());
    }
    return (properties) => tests.some((test) => test(properties));
  }

  const test = alternatives();
  if (position !== tokens.length) fail();
  return test;
}
