/** An expression is sound but cannot be computed for this user. The message never holds the user's values. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly functionName: string;
  /** Name of the argument at fault; undefined when it is the call as a whole. */
  readonly argument: string | undefined;

  /** @param reason goes on after the argument's name: "must be a whole number" */
  constructor(functionName: string, argument: string | undefined, reason: string) {
    super(argument === undefined ? `${functionName} ${reason}.` : `${functionName}: ${argument} ${reason}.`);
    this.functionName = functionName;
    this.argument = argument;
  }
}
