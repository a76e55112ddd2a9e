/** Entra accepts expressions of up to 10,000 characters (known-issues). */
export const MAX_EXPRESSION_LENGTH = 10_000;

/** Calls within calls; far beyond any readable expression, well within the stack. */
export const MAX_NESTING_DEPTH = 100;

/** Characters that one function may return: nested replacements grow exponentially. */
export const MAX_RESULT_LENGTH = 65_536;
