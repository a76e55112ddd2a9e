/** A start that failed for a reason that a person can do something about: the message says it all, no stack is wanted. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
