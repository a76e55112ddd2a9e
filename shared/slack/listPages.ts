import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { Clock } from '../ports/clock.ts';
import { ANSWER_TOO_LARGE } from './http/readAnswer.ts';

/** One page of a SCIM listing. */
export interface Page<Item> {
  readonly totalResults: number;
  readonly items: readonly Item[];
  /** Resources in the page, readable or not. */
  readonly size: number;
  readonly bytes: number;
}

/** Slack takes larger values for the same. */
const LARGEST_PAGE = 1000;
/** A page of large groups can hold millions of members; above this size the next page is halved. */
const COMFORTABLE_BYTES = 8 * 2 ** 20;
const PAGE_ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 60_000;

const isTooLarge = (error: unknown): boolean => isProvisioningError(error) && error.code === ANSWER_TOO_LARGE;
const half = (count: number): number => Math.max(1, Math.floor(count / 2));

/** A listing of many pages does not start over for one passing fault, nor for a rate limit that is soon over. */
async function readPatiently<Item>(read: () => Promise<Page<Item>>, clock: Clock): Promise<Page<Item>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (attempt === PAGE_ATTEMPTS || isTooLarge(error) || !isProvisioningError(error, 'retry', 'wait')) throw error;
      const pause = error.until === undefined ? 1000 * attempt : error.until.getTime() - clock.now().getTime();
      if (pause > LONGEST_PAUSE_MS) throw error;
      await clock.sleep(Math.max(pause, 0));
    }
  }
}

/**
 * All objects of a kind, page by page. Slack's pages are no snapshot: an object that appears or moves meanwhile shifts
 * them. So the distinct ids are counted against the first page's `totalResults`, and a listing that falls short is read
 * once more. Each object is seen at least once. Throws `retry` with code `IncompleteListing`.
 * https://docs.slack.dev/changelog/2019-06-have-scim-will-paginate
 *
 * @param readPage reads at most `count` objects from a 1-based index
 * @param noun what is listed, for the error's message
 */
export async function* listPages<Item extends { readonly slackId: string }>(
  readPage: (startIndex: number, count: number) => Promise<Page<Item>>,
  clock: Clock,
  noun: 'accounts' | 'groups',
): AsyncGenerator<readonly Item[]> {
  let count = LARGEST_PAGE;
  async function readFitting(startIndex: number): Promise<Page<Item>> {
    for (;;) {
      try {
        const page = await readPatiently(() => readPage(startIndex, count), clock);
        if (page.bytes > COMFORTABLE_BYTES) count = half(count);
        return page;
      } catch (error) {
        if (!isTooLarge(error) || count === 1) throw error;
        count = half(count);
      }
    }
  }

  let expected = 0;
  let seen = new Set<string>();
  for (let round = 0; round < 2; round += 1) {
    seen = new Set();
    expected = Number.POSITIVE_INFINITY;
    for (let startIndex = 1; ; ) {
      const page = await readFitting(startIndex);
      if (startIndex === 1) expected = page.totalResults;
      for (const { slackId } of page.items) seen.add(slackId);
      if (page.items.length > 0) yield page.items;
      startIndex += page.size;
      if (page.size === 0 || startIndex > page.totalResults) break;
    }
    if (seen.size >= expected) return;
  }
  const message = `Slack listed ${seen.size} ${noun} although it has ${expected}.`;
  throw new ProvisioningError('retry', 'IncompleteListing', message);
}
