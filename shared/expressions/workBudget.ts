import { EvaluationError } from './evaluationError.ts';
import { MAX_WORK } from './expressionLimits.ts';
import type { ExpressionValue } from './expressionValue.ts';

/** Steps per character that is handed from one function to the next; measured with the slowest of them, PCase. */
const STEPS_PER_CHARACTER = 50;

/**
 * What one evaluation may cost. It is counted in steps and not in time, so that the same expression on the same user
 * always has the same outcome. Every value is paid for where it arises (an attribute that is read, a function's
 * result), which covers whoever uses it, since each value has one user; regular expressions pay extra.
 */
export class WorkBudget {
  #left = MAX_WORK;

  /** @throws EvaluationError in the name of the function that goes over the limit, and ever after */
  spend(functionName: string, steps: number): void {
    this.#left -= steps;
    if (this.#left >= 0) return;
    throw new EvaluationError(functionName, undefined, 'makes the expression take too long for texts of this length');
  }

  /** Pays for looking for a text in another, which at worst compares each character with each (measured: 0.1 ns a pair). */
  search(functionName: string, text: string, wanted: string): void {
    this.spend(functionName, (text.length * wanted.length) / 16);
  }

  /** Pays for a value. */
  take(name: string, value: ExpressionValue): void {
    this.spend(name, sizeOf(value) * STEPS_PER_CHARACTER);
  }
}

function sizeOf(value: ExpressionValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return value.reduce((size, item) => size + 1 + item.length, 0);
}
