/** Slack's limit for user names, in characters. */
const LONGEST_USER_NAME = 21;

/**
 * User names to try when the mapped one is taken: `jdoe2`, `jdoe3`, … The base is cut so that the suffix always fits.
 * @param base the mapped user name
 * @param count how many to propose
 */
export function userNameCandidates(base: string, count = 98): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const suffix = String(index + 2);
    return `${base.slice(0, LONGEST_USER_NAME - suffix.length)}${suffix}`;
  });
}
