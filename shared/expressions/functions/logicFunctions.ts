import { EvaluationError } from '../evaluationError.ts';
import { conditionOf, DROP_ATTRIBUTE, type PartEvaluator, textOf } from '../expressionValue.ts';
import { type CallToBuild, defineFunction, type FunctionDefinition, requireText } from './functionDefinition.ts';
import { isNullOrEmpty } from './testFunctions.ts';

const nothing: PartEvaluator = () => null;

/** Only the chosen branch is evaluated: published samples have branches that would fail. */
function buildIif({
  args: [condition = nothing, whenTrue = nothing, whenFalse = nothing],
}: CallToBuild): PartEvaluator {
  return (scope) => {
    const value = condition(scope);
    if (typeof value === 'symbol') return value;
    const holds = conditionOf(value);
    if (holds === undefined) throw new EvaluationError('IIF', 'condition', 'must be True or False');
    return holds ? whenTrue(scope) : whenFalse(scope);
  };
}

/**
 * Keys are compared as text, case-sensitively and in order; the key "" also matches no value.
 * Only the value of the key that matches, or else the default, is evaluated.
 */
function buildSwitch({ args }: CallToBuild): PartEvaluator {
  const [source = nothing, defaultValue = nothing] = args;
  const cases = Array.from({ length: Math.floor((args.length - 2) / 2) }, (_, index) => ({
    key: args[2 + index * 2] ?? nothing,
    result: args[3 + index * 2] ?? nothing,
  }));
  return (scope) => {
    const value = source(scope);
    if (typeof value === 'symbol') return value;
    const wanted = requireText(value, 'Switch', 'source') ?? '';
    for (const { key, result } of cases) {
      const candidate = key(scope);
      if (typeof candidate === 'symbol') return candidate;
      if ((requireText(candidate, 'Switch', 'key') ?? '') === wanted) return result(scope);
    }
    return defaultValue(scope);
  };
}

/** First value that is not null; an empty text counts as a value, as the reference says. */
function buildCoalesce({ args }: CallToBuild): PartEvaluator {
  return (scope) => {
    for (const arg of args) {
      const value = arg ? arg(scope) : null;
      if (value !== null) return value;
    }
    return null;
  };
}

function buildIgnoreFlow({ args: [source = nothing] }: CallToBuild): PartEvaluator {
  return (scope) => {
    const value = source(scope);
    if (typeof value === 'symbol') return value;
    return isNullOrEmpty(textOf(value)) ? DROP_ATTRIBUTE : value;
  };
}

export const LOGIC_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: 'IIF',
    parameters: [
      { name: 'condition', type: 'value' },
      { name: 'valueIfTrue', type: 'value', optional: true },
      { name: 'valueIfFalse', type: 'value', optional: true },
    ],
    checkCount: (count) => (count === 3 ? undefined : 'IIF takes a condition and two values'),
    build: buildIif,
  },
  {
    name: 'Switch',
    parameters: [
      { name: 'source', type: 'value' },
      { name: 'defaultValue', type: 'value', optional: true },
      { name: 'key and value', type: 'rest' },
    ],
    checkCount: (count) =>
      count >= 4 && count % 2 === 0
        ? undefined
        : `Switch takes a source, a default value (which may be left empty) and pairs of key and value, not ${count} arguments`,
    build: buildSwitch,
  },
  {
    name: 'Coalesce',
    parameters: [{ name: 'source', type: 'rest' }],
    build: buildCoalesce,
  },
  {
    name: 'IgnoreFlowIfNullOrEmpty',
    parameters: [{ name: 'expression', type: 'value' }],
    build: buildIgnoreFlow,
  },
  /** "True" becomes "False", anything else (also no value) "True"; both as text, which is how booleans flow. */
  defineFunction('Not', [{ name: 'source', type: 'text' }], ([source]) => (source === 'True' ? 'False' : 'True')),
  defineFunction('CBool', [{ name: 'expression', type: 'value' }], ([value]) => {
    const condition = conditionOf(value);
    if (condition === undefined) throw new EvaluationError('CBool', 'expression', 'must be True, False or a number');
    return condition;
  }),
  /** Cloud Sync's way to refuse a user, with a reason of one's own. */
  defineFunction('Error', [{ name: 'ErrorMessage', type: 'text' }], ([message]) => {
    throw EvaluationError.raised(message || 'The expression calls Error without a message.');
  }),
];
