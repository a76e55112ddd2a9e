import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { TargetUser } from '../model/target.ts';
import type { Clock } from '../ports/clock.ts';

/** One page of a SCIM listing. */
export interface UserPage {
  readonly totalResults: number;
  readonly users: readonly TargetUser[];
  /** Resources in the page, readable or not. */
  readonly size: number;
}

const PAGE_ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 60_000;

/** A listing of many pages does not start over for one passing fault, nor for a rate limit that is soon over. */
async function readPatiently(read: () => Promise<UserPage>, clock: Clock): Promise<UserPage> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (attempt === PAGE_ATTEMPTS || !isProvisioningError(error, 'retry', 'wait')) throw error;
      const pause = error.until === undefined ? 1000 * attempt : error.until.getTime() - clock.now().getTime();
      if (pause > LONGEST_PAUSE_MS) throw error;
      await clock.sleep(Math.max(pause, 0));
    }
  }
}

/**
 * All accounts, page by page. Slack's pages are no snapshot: an account that appears or moves meanwhile shifts them.
 * So the distinct ids are counted against the first page's `totalResults`, and a listing that falls short is read once
 * more. Each account is seen at least once. Throws `retry` with code `IncompleteListing`.
 * https://docs.slack.dev/changelog/2019-06-have-scim-will-paginate
 *
 * @param readPage reads the page that starts at a 1-based index
 */
export async function* listUsers(
  readPage: (startIndex: number) => Promise<UserPage>,
  clock: Clock,
): AsyncGenerator<readonly TargetUser[]> {
  let expected = 0;
  let seen = new Set<string>();
  for (let round = 0; round < 2; round += 1) {
    seen = new Set();
    expected = Number.POSITIVE_INFINITY;
    for (let startIndex = 1; ; ) {
      const page = await readPatiently(() => readPage(startIndex), clock);
      if (startIndex === 1) expected = page.totalResults;
      for (const { slackId } of page.users) seen.add(slackId);
      if (page.users.length > 0) yield page.users;
      startIndex += page.size;
      if (page.size === 0 || startIndex > page.totalResults) break;
    }
    if (seen.size >= expected) return;
  }
  const message = `Slack listed ${seen.size} accounts although it has ${expected}.`;
  throw new ProvisioningError('retry', 'IncompleteListing', message);
}
