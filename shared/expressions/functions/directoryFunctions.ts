import { EvaluationError } from '../evaluationError.ts';
import { ExpressionError } from '../expressionError.ts';
import { defineFunction, type FunctionDefinition } from './functionDefinition.ts';

/** A backslash hides what follows: two hexadecimal digits that stand for a byte, or one character (RFC 4514). */
const COMPONENT = /(?:\\.|"[^"]*"|[^\\",;])+/gsu;
const ESCAPED = /(?:\\[0-9A-Fa-f]{2})+|\\(.)/gsu;

/** Value of the n-th component of a distinguished name, from the left: 1 of `cn=Joe,ou=x` is `Joe`. Null: it has fewer. */
function dnComponent(dn: string | null, number: number): string | null {
  if (number < 1) throw new EvaluationError('DNComponent', 'ComponentNumber', 'counts from 1');
  const component = dn?.match(COMPONENT)?.[number - 1];
  if (component === undefined) return null;
  const value = component.slice(component.indexOf('=') + 1).trim();
  const unquoted = /^".*"$/su.test(value) ? value.slice(1, -1) : value;
  return unquoted.replace(ESCAPED, (escaped, character: string | undefined) => character ?? bytesToText(escaped));
}

function bytesToText(escaped: string): string {
  return Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8');
}

export const DIRECTORY_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction(
    'DNComponent',
    [
      { name: 'dn', type: 'text' },
      { name: 'ComponentNumber', type: 'integer' },
    ],
    ([dn, number]) => dnComponent(dn, number),
  ),
  /** Text is what a reference is here; only DNComponent asks for one. */
  defineFunction('CRef', [{ name: 'value', type: 'text' }], ([value]) => value),
  /** Only a name in Graph's list of functions. Known all the same, so that whoever has it in a mapping learns why it fails. */
  {
    name: 'DefaultDomain',
    parameters: [],
    build: ({ call }) => {
      const problem =
        'DefaultDomain has no documented meaning, so it is not offered; write the domain as a text, such as "contoso.com"';
      throw new ExpressionError(call.at, problem, { found: 'DefaultDomain', expected: 'a text' });
    },
  },
];
