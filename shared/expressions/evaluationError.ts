/** An expression is sound but cannot be computed for this user. The message holds no value of the user, unless it was `raised` with one. */
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

  /** What an administrator raises with `Error("…")`: the message is theirs, word for word. */
  static raised(message: string): EvaluationError {
    const error = new EvaluationError('Error', undefined, message);
    error.message = message;
    return error;
  }
}
