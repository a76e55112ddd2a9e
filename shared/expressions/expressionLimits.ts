/** Entra accepts expressions of up to 10,000 characters (known-issues). */
export const MAX_EXPRESSION_LENGTH = 10_000;

/** Calls, parentheses and NOTs within each other; far beyond any readable expression, well within the stack. */
export const MAX_NESTING_DEPTH = 100;

/** Characters that one function may return, all items of a list together: nested replacements grow exponentially. */
export const MAX_RESULT_LENGTH = 65_536;

/** Items that one function may return. */
export const MAX_RESULT_ITEMS = 10_000;

/** Characters of one regular expression. */
export const MAX_PATTERN_LENGTH = 4_000;

/** Instructions of one compiled regular expression, which a count such as `{1000}` multiplies. */
export const MAX_PATTERN_SIZE = 20_000;

/** Steps that one evaluation may take, a few nanoseconds each; see `WorkBudget`. */
export const MAX_WORK = 100_000_000;
