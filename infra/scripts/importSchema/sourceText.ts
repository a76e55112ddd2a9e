import type { Expression } from '../../../shared/expressions/expression.ts';
import { FUNCTIONS } from '../../../shared/expressions/functions/functionCatalogue.ts';
import { parseSyntax } from '../../../shared/expressions/parseSyntax.ts';
import { printExpression } from '../../../shared/expressions/printExpression.ts';
import { enumerationName } from './enumeration.ts';
import type { AttributeMappingSource } from './graphSchema.ts';
import { knownSpelling, type Section } from './section.ts';

const NOWHERE = { line: 1, column: 1 };

/** Replace's parameters, in their order, as Graph's list of functions calls them (GET …/schema/functions). */
const REPLACE_PARAMETERS = [
  'source',
  'Find',
  'RegularExpression',
  'RegularExpressionGroupName',
  'Replacement',
  'ReplacementPropertyName',
  'Template',
];

/**
 * An attributeMappingSource as expression text: its `expression`, or else what its other properties amount to
 * (synchronization-attributemappingsource). Undefined when there is no source.
 */
export function sourceText(source: AttributeMappingSource | null | undefined): string | undefined {
  const expression = source?.expression?.trim();
  if (!source || (!expression && !source.name)) return undefined;
  const type = typeOf(source);
  if (type === 'Constant') return constantText(expression, source.name);
  if (expression) return expression;
  if (type === 'Function' || source.parameters?.length) return callText(source.name ?? '', source.parameters ?? []);
  return `[${source.name}]`;
}

function typeOf({ type }: AttributeMappingSource) {
  return enumerationName(type, ['Attribute', 'Constant', 'Function']);
}

/** The text with its attributes in the spelling that this app knows them by. */
export function withKnownAttributes(text: string, { sources }: Section): string {
  return text.replace(/"(?:\\.|[^"\\])*"|\[([^[\]]*)\]/gsu, (token, name: string | undefined) =>
    name === undefined ? token : `[${knownSpelling(name.trim(), sources)}]`,
  );
}

/** Constants stand in quotes in `expression`, and without in `name`. */
function constantText(expression: string | undefined, name: string | null | undefined): string {
  if (expression && isQuoted(expression)) return expression;
  return quoted(name || expression || '');
}

function isQuoted(expression: string): boolean {
  try {
    return parseSyntax(expression).kind === 'text';
  } catch {
    return false;
  }
}

function quoted(value: string): string {
  const constant: Expression = { kind: 'text', value, at: NOWHERE };
  return printExpression(constant);
}

function callText(name: string, parameters: NonNullable<AttributeMappingSource['parameters']>): string {
  const places = placesOf(name, parameters);
  const args: string[] = [];
  for (const [index, { value }] of parameters.entries()) args[places[index] ?? index] = argumentText(value);
  return `${name}(${Array.from(args, (arg) => arg ?? '').join(', ')})`;
}

/** An empty constant is a value, unlike an argument that was left out. */
function argumentText(source: AttributeMappingSource | null | undefined): string {
  const isEmptyConstant = source && typeOf(source) === 'Constant' && source.name === '';
  return sourceText(source) ?? (isEmptyConstant ? quoted('') : '');
}

/** Where each parameter goes: by its name if all names are known, since those left out may be absent; else as listed. */
function placesOf(name: string, parameters: readonly { readonly key?: string | null | undefined }[]): number[] {
  const known =
    name === 'Replace'
      ? REPLACE_PARAMETERS
      : (FUNCTIONS.get(name)?.parameters.map((parameter) => parameter.name) ?? []);
  const lowerCase = known.map((parameter) => parameter.toLowerCase());
  const places = parameters.map(({ key }) => lowerCase.indexOf(key?.toLowerCase() ?? ''));
  const isUsable = new Set(places).size === places.length && !places.includes(-1);
  return isUsable ? places : parameters.map((_, index) => index);
}
