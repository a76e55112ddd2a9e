import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deletionsIn, mostDeletions, recentHours, withDeletions } from '../../../shared/plan/deletionGuard.ts';
import { judgeListing, type ListingFacts } from '../../../shared/plan/judgeListing.ts';

const at = (text: string) => new Date(`2026-11-${text}Z`);

describe('the limit', () => {
  it.each([
    [{ count: 20, percent: 1 }, 500, 20],
    [{ count: 20, percent: 1 }, 2_999, 29],
    [{ count: 0, percent: 0 }, 5_000, 0],
    [{ count: 0, percent: 29 }, 100, 29],
    [{ count: 3, percent: 100 }, 2, 3],
  ])('%j of %i accounts is %i', (limit, users, expected) => {
    expect(mostDeletions(limit, users)).toBe(expected);
  });
});

describe('the last 24 hours', () => {
  it('begin anew with the hour, and forget none too early', () => {
    const hours = withDeletions(withDeletions({}, at('22T23:10:00')), at('22T23:59:59'));
    expect(hours).toEqual({ '2026-11-22T23': 2 });
    expect(deletionsIn(hours, at('23T23:59:59'))).toBe(2);
    expect(deletionsIn(hours, at('24T00:00:00'))).toBe(0);
  });

  it('drop old hours when a new deletion is counted', () => {
    const hours = { '2026-11-20T10': 9, '2026-11-22T10': 4 };
    expect(withDeletions(hours, at('22T11:00:00'))).toEqual({ '2026-11-22T10': 4, '2026-11-22T11': 1 });
    expect(recentHours(hours, at('22T11:00:00'))).toEqual({ '2026-11-22T10': 4 });
  });

  it('never hold more deletions than were let pass, however they are spread', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7_200_000 }), { maxLength: 60 }), (gaps) => {
        const limit = 5;
        const passed: number[] = [];
        let hours = {};
        let now = at('01T00:00:00').getTime();
        for (const gap of gaps) {
          now += gap;
          if (deletionsIn(hours, new Date(now)) >= limit) continue;
          hours = withDeletions(hours, new Date(now));
          passed.push(now);
        }
        for (const end of passed) {
          expect(passed.filter((time) => time <= end && time > end - 86_400_000).length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});

describe('a listing', () => {
  const facts = (changes: Partial<ListingFacts>): ListingFacts => ({
    size: 100,
    memory: { size: 100 },
    tolerance: 20,
    isSuddenlyEmpty: false,
    now: at('22T10:00:00'),
    ...changes,
  });
  const doubt = {
    size: 50,
    looks: 2,
    since: at('22T09:30:00').toISOString(),
    lookedAt: at('22T09:45:00').toISOString(),
  };

  it.each<[string, Partial<ListingFacts>, string]>([
    ['of the same size', {}, 'plausible'],
    ['the first ever', { memory: {}, size: 1 }, 'plausible'],
    ['larger', { size: 1_000 }, 'plausible'],
    ['smaller by the tolerance', { size: 80 }, 'plausible'],
    ['smaller by more', { size: 79 }, 'doubted'],
    ['suddenly empty, with nothing to compare', { size: 0, memory: {}, isSuddenlyEmpty: true }, 'doubted'],
    ['much smaller where every deletion is staged anyway', { size: 1, tolerance: 0 }, 'plausible'],
    ['small for the third time after half an hour', { size: 51, memory: { size: 100, doubt } }, 'believed'],
    [
      'small for the third time within less',
      { size: 51, memory: { size: 100, doubt }, now: at('22T09:59:59') },
      'doubted',
    ],
    ['small for the second time only', { size: 51, memory: { size: 100, doubt: { ...doubt, looks: 1 } } }, 'doubted'],
    ['back to its size', { size: 95, memory: { size: 100, doubt } }, 'plausible'],
  ])('%s', (_title, changes, type) => {
    expect(judgeListing(facts(changes)).type).toBe(type);
  });

  it('that shrinks further is looked at from the beginning', () => {
    expect(judgeListing(facts({ size: 10, memory: { size: 100, doubt } }))).toEqual({
      type: 'doubted',
      doubt: { size: 10, looks: 1, since: '2026-11-22T10:00:00.000Z', lookedAt: '2026-11-22T10:00:00.000Z' },
    });
  });
});
