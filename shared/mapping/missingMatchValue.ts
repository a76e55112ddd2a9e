import type { Attributes } from '../model/attributes.ts';

/** An object that cannot be looked for in Slack. */
export interface UnmatchableObject {
  /** Entra's code for an object "with no value in the matching attribute" (application-provisioning error codes). */
  readonly code: 'ImportSkipped';
  readonly message: string;
}

/**
 * An object without a value in any matching attribute cannot be told from those that Slack has already, so nothing is
 * done about it. Concerns objects without an anchor only: an anchored one is known by its Slack id.
 *
 * @param matching the mapping's targets to match by
 * @param attributes mapped values, defaults not filled in: a default would match somebody else
 */
export function missingMatchValue(
  matching: readonly { readonly target: string }[],
  attributes: Attributes,
): UnmatchableObject | undefined {
  const hasValue = matching.some(({ target }) => (attributes[target] ?? null) !== null);
  if (hasValue) return undefined;
  const names = matching.map(({ target }) => target).join(' and ');
  return {
    code: 'ImportSkipped',
    message: `There is no value for ${names}, so that an existing account could not be found. Fill the source attribute in Entra or match by another one.`,
  };
}
