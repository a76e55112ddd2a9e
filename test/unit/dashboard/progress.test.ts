import { describe, expect, it } from 'vitest';
import { addSample, progressOf, type Sample } from '../../../functions/dashboard/page/words/progress.ts';

const cycle = {
  id: 'c1',
  phase: 'provisioning',
  planned: 100,
  done: 0,
  failed: 0,
  skipped: 0,
  startedAt: '2026-01-01T00:00:00Z',
};
const T0 = Date.parse('2026-01-01T00:00:10Z');

describe('the progress of a cycle', () => {
  it('tells the rate from the last seconds, and the end from the rate', () => {
    let samples: readonly Sample[] = [];
    for (const [second, done] of [
      [0, 10],
      [1, 15],
      [2, 20],
    ] as const) {
      samples = addSample(samples, { ...cycle, done }, T0 + second * 1000);
    }
    expect(progressOf({ ...cycle, done: 20 }, samples)).toEqual({ settled: 20, rate: 5, secondsLeft: 16 });
  });

  it('counts failures and skips as dealt with', () => {
    expect(progressOf({ ...cycle, done: 3, failed: 2, skipped: 1 }, []).settled).toBe(6);
  });

  it('promises nothing before a second has passed, nor while nothing moves', () => {
    const one = addSample([], { ...cycle, done: 5 }, T0);
    expect(progressOf({ ...cycle, done: 5 }, one)).toMatchObject({ rate: undefined, secondsLeft: undefined });
    const still = addSample(one, { ...cycle, done: 5 }, T0 + 2_000);
    expect(progressOf({ ...cycle, done: 5 }, still)).toMatchObject({ rate: 0, secondsLeft: undefined });
  });

  it('forgets what is long past, and other cycles', () => {
    const old = addSample([], { ...cycle, done: 5 }, T0);
    expect(addSample(old, { ...cycle, done: 9 }, T0 + 31_000)).toHaveLength(1);
    expect(addSample(old, { ...cycle, id: 'c2' }, T0 + 1_000)).toHaveLength(1);
    expect(addSample(old, { ...cycle, phase: 'ended' }, T0 + 1_000)).toEqual([]);
    expect(addSample(old, null, T0 + 1_000)).toEqual([]);
  });
});
