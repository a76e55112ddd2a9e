/** A regular expression cannot be used; the message says why, and goes on after "the pattern". */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}
