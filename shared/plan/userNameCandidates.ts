import { createHash } from 'node:crypto';

/** Slack's limit for user names, in characters. */
const LONGEST_USER_NAME = 21;

/** The last suffix that is counted up to; after that the person's own numbers are tried. */
const LAST_COUNTED = 9;

/**
 * User names to try when the mapped one is taken: `jdoe2` to `jdoe9`, then three with a number of three, four and five digits
 * that belongs to the person, so that a name which hundreds share is still settled after a few tries. The base is cut so that
 * the suffix always fits.
 * @param base the mapped user name
 * @param sourceId Entra id of the person
 */
export function userNameCandidates(base: string, sourceId: string): readonly string[] {
  const counted = Array.from({ length: LAST_COUNTED - 1 }, (_, index) => String(index + 2));
  const number = createHash('sha256').update(sourceId).digest().readUInt32BE();
  const own = [3, 4, 5].map((digits) => String(10 ** (digits - 1) + (number % (9 * 10 ** (digits - 1)))));
  return [...counted, ...own].map((suffix) => `${base.slice(0, LONGEST_USER_NAME - suffix.length)}${suffix}`);
}
