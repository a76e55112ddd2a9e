import type { TargetAttribute } from '../model/targetAttributes.ts';
import { SCOPING_OPERATORS, type ScopingOperator } from '../scoping/operators.ts';
import { type Described, enumOf } from './knownNames.ts';

/**
 * What the JSON schema tells editors beyond types: completions with explanations, snippets (VS Code's `defaultSnippets`),
 * and the rules across properties that JSON schema can state. The app checks all of it, and more, on its own.
 */

/** The operators with their meaning. */
export const OPERATORS: ReadonlyMap<string, Described> = new Map(
  [...SCOPING_OPERATORS.values()].map(({ name, meaning }) => [name, { description: `The attribute ${meaning}.` }]),
);

/** Plain attributes are completed; any other text is a constant or an expression. */
export function sourceHelp(sources: ReadonlyMap<string, Described>) {
  const plain = new Map([...sources].map(([name, attribute]) => [`[${name}]`, attribute]));
  return {
    description: 'An [attribute], a "constant" in double quotes, or an expression. Absent: only the default is used',
    anyOf: [enumOf(plain), { type: 'string', minLength: 1 }],
    defaultSnippets: [
      { label: '[attribute]', body: '[$1]' },
      { label: 'constant', body: '"$1"' },
      { label: 'expression', body: 'Left([$1], 20)' },
    ],
  };
}

/** An object as far as a rule speaks of it. The types are spelled out, since not every validator does without them. */
const objectWith = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => {
  return { type: 'object', properties, required };
};

const TEXT = { type: 'string' };
const ABSENT = { not: {} };

/** Each target takes a source or a default, and only some can be matched by. */
export function mappingHelp(targets: ReadonlyMap<string, TargetAttribute>) {
  const matchable = [...targets.values()].filter((target) => target.matchable).map(({ name }) => name);
  const none = { source: ABSENT, default: TEXT, match: ABSENT, apply: ABSENT, whenEmpty: ABSENT };
  return {
    allOf: [
      { anyOf: [objectWith({ source: TEXT }, ['source']), objectWith(none, ['default'])] },
      { anyOf: [objectWith({ target: { enum: matchable } }), objectWith({ match: ABSENT })] },
    ],
    defaultSnippets: [
      { label: 'mapping', body: { target: '$1', source: '[$2]' } },
      { label: 'mapping, only when creating', body: { target: '$1', source: '[$2]', apply: 'onCreate' } },
    ],
  };
}

/** Some operators take a value, some none. */
export function clauseHelp() {
  const operator = (...kinds: readonly ScopingOperator['value'][]) => {
    const fitting = [...SCOPING_OPERATORS.values()].filter(({ value }) => kinds.includes(value));
    return { enum: fitting.map(({ name }) => name) };
  };
  return {
    anyOf: [
      objectWith({ operator: operator('none'), value: { const: '' } }),
      objectWith({ operator: operator('wholeNumber'), value: { ...TEXT, pattern: '^\\d+$' } }, ['value']),
      objectWith({ operator: operator('text', 'pattern'), value: { ...TEXT, minLength: 1 } }, ['value']),
    ],
    defaultSnippets: [{ label: 'clause', body: { attribute: '$1', operator: '$2', value: '$3' } }],
  };
}

export const FILTER_HELP = {
  defaultSnippets: [
    { label: 'filter', body: { name: '$1', clauses: [{ attribute: '$2', operator: '$3', value: '$4' }] } },
  ],
};
