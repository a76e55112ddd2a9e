import type { Attributes } from './attributes.ts';

/** One attribute mapping as an administrator writes it in `provisioning.json`. */
export interface AttributeMapping {
  /** Target name of Entra's Slack app; see `USER_TARGET_ATTRIBUTES`. */
  readonly target: string;
  /** `[attribute]`, `"constant"` or an expression. Absent (Entra's type None): the target is left alone but for `default`. */
  readonly source?: string;
  /** Used when creating, if the source has no value (Entra: "Default value if null"). */
  readonly default?: string;
  /** Matching precedence, lowest first; absent = not used for matching. */
  readonly match?: number;
  /** Entra: "Apply this mapping". */
  readonly apply?: 'always' | 'onCreate';
  /** What happens in Slack when the source has become empty: `clear` (default) what we wrote, or `keep` it. */
  readonly whenEmpty?: 'clear' | 'keep';
}

/** Clauses are joined by AND, filters by OR, as in Entra. */
export interface ScopingFilter {
  readonly name: string;
  readonly clauses: readonly ScopingClause[];
}

export interface ScopingClause {
  readonly attribute: string;
  /** Entra's operator name, e.g. `EQUALS`, `IS NOT NULL`, `REGEX MATCH`. */
  readonly operator: string;
  readonly value?: string;
}

/** Why one attribute could not be mapped. The message names the attribute, the rule and what would be accepted, never the value. */
export interface MappingFailure {
  readonly target: string;
  readonly code: string;
  readonly message: string;
}

/** A source user, mapped. */
export interface MappedUser {
  /**
   * Value per mapped target, `null` for "no value". Targets whose expression says "do not flow" are absent, and so is `active`.
   * Targets of type Reference hold the Entra id of the referenced object.
   */
  readonly attributes: Attributes;
  /** Result of the `active` mapping; true when there is none. */
  readonly active: boolean;
  /** An expression asked to leave the whole object alone (`IgnoreObjectFlow`). */
  readonly ignoreObject: boolean;
  readonly failures: readonly MappingFailure[];
  /**
   * Values to try in this order, by target, where the mapping is `SelectUniqueValue(…)`; the first of them is in `attributes`.
   * The first that nobody has in Slack is taken when the account is created.
   */
  readonly candidates?: Readonly<Record<string, readonly string[]>>;
}

/** A source group, mapped. */
export interface MappedGroup {
  /** Value per mapped target but `members`, `null` for "no value". */
  readonly attributes: Attributes;
  readonly ignoreObject: boolean;
  readonly failures: readonly MappingFailure[];
}
