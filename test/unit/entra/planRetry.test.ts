import { describe, expect, it } from 'vitest';
import { planRetry } from '../../../shared/entra/planRetry.ts';
import { parseRetryAfter } from '../../../shared/entra/retryAfter.ts';

const limits = { maxTries: 10, patienceMs: 10_000, random: () => 0.999_999 };

describe('planRetry', () => {
  it('doubles the longest wait with each try, up to eight seconds', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((tries) =>
      Math.round(planRetry('GET', { status: 500 }, tries, 0, limits) ?? -1),
    );
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  });

  it('may come back at once: the jitter is full', () => {
    expect(planRetry('GET', { status: 500 }, 3, 0, { ...limits, random: () => 0 })).toBe(0);
  });

  it('gives up after the last try, on a lasting error and when its patience is spent', () => {
    expect(planRetry('GET', { status: 500 }, 10, 0, limits)).toBeUndefined();
    expect(planRetry('GET', { status: 404 }, 1, 0, limits)).toBeUndefined();
    expect(planRetry('GET', { status: 429, retryAfter: 10_000 }, 1, 0, limits)).toBe(10_000);
    expect(planRetry('GET', { status: 429, retryAfter: 10_001 }, 1, 0, limits)).toBeUndefined();
    expect(planRetry('GET', { status: 429, retryAfter: 5_000 }, 2, 5_001, limits)).toBeUndefined();
  });
});

describe('parseRetryAfter', () => {
  const now = new Date('2026-11-01T12:00:00Z');
  it.each([
    [null, undefined],
    ['0', 0],
    ['10', 10_000],
    [' 2.1285 ', 2_129],
    ['Sun, 01 Nov 2026 12:01:00 GMT', 60_000],
    ['Sun, 01 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('%j is %s ms', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
