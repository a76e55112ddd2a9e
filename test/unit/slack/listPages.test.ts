import { describe, expect, it } from 'vitest';
import { ProvisioningError } from '../../../shared/errors/provisioningError.ts';
import { listPages, type Page } from '../../../shared/slack/listPages.ts';
import { virtualClock } from './virtualClock.ts';

interface Item {
  readonly slackId: string;
}

const MB = 2 ** 20;
const page = (totalResults: number, ...ids: string[]): Page<Item> => ({
  totalResults,
  items: ids.map((slackId) => ({ slackId })),
  size: ids.length,
  bytes: 0,
});

/** Answers the pages in turn and keeps what was asked for. */
function setUp(...answers: readonly (Page<Item> | ProvisioningError)[]) {
  const asked: number[] = [];
  const counts: number[] = [];
  const clock = virtualClock();
  const readPage = async (startIndex: number, count: number): Promise<Page<Item>> => {
    const answer = answers[asked.length];
    asked.push(startIndex);
    counts.push(count);
    if (!answer || answer instanceof ProvisioningError) throw answer ?? new Error('no more pages');
    return answer;
  };
  const collect = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const items of listPages(readPage, clock, 'accounts')) ids.push(...items.map(({ slackId }) => slackId));
    return ids;
  };
  return { asked, counts, clock, collect };
}

describe('listPages', () => {
  it('walks the pages by what they held', async () => {
    const { asked, collect } = setUp(page(5, 'A', 'B'), page(5, 'C', 'D'), page(5, 'E'));
    expect(await collect()).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(asked).toEqual([1, 3, 5]);
  });

  it('is complete at once when there is nobody', async () => {
    const { asked, collect } = setUp(page(0));
    expect(await collect()).toEqual([]);
    expect(asked).toEqual([1]);
  });

  it('does not mind an account that appears meanwhile and shifts the pages', async () => {
    const { collect } = setUp(page(4, 'A', 'B'), page(5, 'B', 'C'), page(5, 'D'));
    expect(new Set(await collect())).toEqual(new Set(['A', 'B', 'C', 'D']));
  });

  it('reads once more when ids are missing, and is content when they are there then', async () => {
    const { asked, collect } = setUp(page(3, 'A', 'B'), page(3, 'B'), page(3, 'A', 'B'), page(3, 'C'));
    expect(new Set(await collect())).toEqual(new Set(['A', 'B', 'C']));
    expect(asked).toEqual([1, 3, 1, 3]);
  });

  it('fails when ids are missing twice', async () => {
    const short = [page(3, 'A', 'B'), page(3, 'B')];
    const { collect } = setUp(...short, ...short);
    await expect(collect()).rejects.toMatchObject({ class: 'retry', code: 'IncompleteListing' });
  });

  it('fails when a listing breaks off with an empty page', async () => {
    const short = [page(3, 'A', 'B'), page(3)];
    const { collect } = setUp(...short, ...short);
    await expect(collect()).rejects.toMatchObject({ code: 'IncompleteListing' });
  });

  it('waits for a rate limit that is soon over, and for a passing fault', async () => {
    const until = new Date(virtualClock().ms() + 5000);
    const { clock, asked, collect } = setUp(
      new ProvisioningError('wait', 'too_many_requests', 'Later.', { until }),
      new ProvisioningError('retry', 'SlackHttp503', 'Broken.'),
      page(1, 'A'),
    );
    expect(await collect()).toEqual(['A']);
    expect(asked).toEqual([1, 1, 1]);
    expect(clock.ms()).toBeGreaterThanOrEqual(until.getTime());
  });

  it.each([
    ['a third fault', Array(3).fill(new ProvisioningError('retry', 'Timeout', 'Late.')), 3],
    ['a refused token', [new ProvisioningError('unauthorized', 'invalid_authentication', 'No.')], 1],
    ['a long wait', [new ProvisioningError('wait', 'x', 'Later.', { until: new Date(8.64e15) })], 1],
  ])('throws on %s', async (_case, answers, calls) => {
    const { asked, collect } = setUp(...answers);
    await expect(collect()).rejects.toBe(answers[answers.length - 1]);
    expect(asked).toHaveLength(calls);
  });

  it('halves the pages when one is over 8 MB, and keeps them so', async () => {
    const { asked, counts, collect } = setUp(
      { ...page(4, 'A'), bytes: 8 * MB },
      { ...page(4, 'B'), bytes: 8 * MB + 1 },
      page(4, 'C'),
      page(4, 'D'),
    );
    expect(await collect()).toEqual(['A', 'B', 'C', 'D']);
    expect(asked).toEqual([1, 2, 3, 4]);
    expect(counts).toEqual([1000, 1000, 500, 500]);
  });

  const tooLarge = () => new ProvisioningError('retry', 'AnswerTooLarge', 'Too much.');

  it('asks for half of a page that was too large to be read', async () => {
    const { asked, counts, clock, collect } = setUp(page(3, 'A'), tooLarge(), tooLarge(), page(3, 'B', 'C'));
    const before = clock.ms();
    expect(await collect()).toEqual(['A', 'B', 'C']);
    expect(asked).toEqual([1, 2, 2, 2]);
    expect(counts).toEqual([1000, 1000, 500, 250]);
    expect(clock.ms()).toBe(before);
  });

  it('gives up on one object that is too large by itself', async () => {
    const { counts, collect } = setUp(...Array.from({ length: 20 }, tooLarge));
    await expect(collect()).rejects.toMatchObject({ code: 'AnswerTooLarge' });
    expect(counts).toEqual([1000, 500, 250, 125, 62, 31, 15, 7, 3, 1]);
  });
});
