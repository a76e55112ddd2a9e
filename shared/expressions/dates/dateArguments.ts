import { EvaluationError } from '../evaluationError.ts';
import { DateError } from './dateError.ts';

/** Calls, and makes of a DateError an EvaluationError that names the argument. */
export function readArgument<T>(functionName: string, argument: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof DateError ? new EvaluationError(functionName, argument, error.message) : error;
  }
}

/** A parameter's `check`: the message of the DateError that reading a text throws. */
export function problemOf(read: (text: string) => unknown): (text: string) => string | undefined {
  return (text) => {
    try {
      read(text);
      return undefined;
    } catch (error) {
      if (error instanceof DateError) return error.message;
      throw error;
    }
  };
}
