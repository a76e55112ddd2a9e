import { EvaluationError } from '../evaluationError.ts';
import { type Effect, type EvaluationScope, IGNORE_OBJECT, type PartEvaluator } from '../expressionValue.ts';
import { type FunctionDefinition, requireText } from './functionDefinition.ts';

/**
 * The values of all rules, in order, without empty ones and duplicates. A rule that cannot be computed is left out when
 * an earlier one gave a value, since it may never be needed. No value at all, but a rule that said not to send the
 * attribute: that is the outcome.
 */
export function compileCandidates(
  rules: readonly (PartEvaluator | undefined)[],
): (scope: EvaluationScope) => readonly string[] | Effect {
  return (scope) => {
    const candidates = new Set<string>();
    let dropped: Effect | undefined;
    for (const rule of rules) {
      const value = readRule(rule, scope, candidates.size > 0);
      if (value === IGNORE_OBJECT) return value;
      if (typeof value === 'symbol') dropped = value;
      else if (value) candidates.add(value);
    }
    return candidates.size === 0 && dropped ? dropped : [...candidates];
  };
}

function readRule(rule: PartEvaluator | undefined, scope: EvaluationScope, optional: boolean): string | null | Effect {
  try {
    const value = rule ? rule(scope) : null;
    return typeof value === 'symbol' ? value : requireText(value, 'SelectUniqueValue', 'uniqueValueRule');
  } catch (error) {
    if (optional && error instanceof EvaluationError) return null;
    throw error;
  }
}

/**
 * As a value, SelectUniqueValue is its first candidate; whoever can ask the target tries the others, too. Entra has it
 * for on-premises Active Directory only (functions-for-customizing-application-data).
 */
export const UNIQUE_VALUE_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: 'SelectUniqueValue',
    parameters: [{ name: 'uniqueValueRule', type: 'rest' }],
    checkCount: (count) =>
      count >= 2
        ? undefined
        : `SelectUniqueValue takes two values or more, not ${count}; without a choice it is not needed`,
    outermost: true,
    build: ({ args }) => {
      const candidatesOf = compileCandidates(args);
      return (scope) => {
        const candidates = candidatesOf(scope);
        return typeof candidates === 'symbol' ? candidates : (candidates[0] ?? null);
      };
    },
  },
];
