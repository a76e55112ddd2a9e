import { describe, expect, it } from 'vitest';
import { judgeFailures, nextAttempt } from '../../../shared/plan/judgeQuarantine.ts';

const ENTRA = { minFailures: 5_000, percent: 40, maxFailures: 40_000, maxFailuresWithReferences: 60_000 };

/** So many objects fail of so many; those that fail were never created. */
function judge(count: number, linked: number, more: { references?: number; planned?: number; limits?: object } = {}) {
  const { references = 0, planned = 0, limits = {} } = more;
  const reasons = [{ code: 'email_taken', count, reason: 'The address is taken.' }];
  const failures = { count, references, unlinked: count, reasons };
  return judgeFailures({ failures, linked, planned }, { ...ENTRA, ...limits })?.reason;
}

describe('quarantine because of failing objects', () => {
  it.each([
    ['4,000 fail of very many: no', 4_000, 100_000, 0, undefined],
    ['45,000 fail', 45_000, 1_000_000, 0, 'EncounteredBaseEscrowThreshold'],
    ['30,000 fail, 5,000 succeed', 30_000, 5_000, 0, 'EncounteredEscrowProportionThreshold'],
    ['20,000 fail, 100,000 succeed: no', 20_000, 100_000, 0, undefined],
    ['40,000 fail, and 21,000 lack a reference', 61_000, 1_000_000, 21_000, 'EncounteredTotalEscrowThreshold'],
  ])('decides Entra’s own examples as Entra does: %s', (_, count, linked, references, reason) => {
    expect(judge(count, linked, { references })).toBe(reason);
  });

  it('is scaled to the tenant: the share counts from a tenth of the objects on, twenty at least', () => {
    expect(judge(19, 0)).toBeUndefined();
    expect(judge(20, 0)).toBe('EncounteredEscrowProportionThreshold');
    expect(judge(20, 31)).toBeUndefined();
    expect(judge(99, 0, { planned: 1_000 })).toBeUndefined();
    expect(judge(100, 0, { planned: 1_000 })).toBe('EncounteredEscrowProportionThreshold');
    expect(judge(4_999, 0, { planned: 1_000_000 })).toBeUndefined();
    expect(judge(5_000, 0, { planned: 1_000_000 })).toBe('EncounteredEscrowProportionThreshold');
  });

  it('needs more than the share, not just as much', () => {
    expect(judge(40, 60)).toBeUndefined();
    expect(judge(41, 59)).toBe('EncounteredEscrowProportionThreshold');
  });

  it('follows the configuration', () => {
    expect(judge(5, 0, { limits: { minFailures: 5 } })).toBe('EncounteredEscrowProportionThreshold');
    expect(judge(30, 70, { limits: { percent: 25 } })).toBe('EncounteredEscrowProportionThreshold');
    expect(judge(11, 1_000, { limits: { maxFailures: 10 } })).toBe('EncounteredBaseEscrowThreshold');
  });

  it('counts those that are linked and fail once, not twice', () => {
    const reasons = [{ code: 'invalid_title', count: 50, reason: 'The title is not valid.' }];
    const failures = { count: 50, references: 0, unlinked: 0, reasons };
    const verdict = judgeFailures({ failures, linked: 100, planned: 0 }, ENTRA);
    expect(verdict).toEqual({
      reason: 'EncounteredEscrowProportionThreshold',
      code: 'invalid_title',
      message:
        '50 of 100 objects fail (50 %), more than 40 %. The most frequent reason, 50 times: The title is not valid.',
    });
  });

  it('is none while nothing fails', () => {
    expect(judge(0, 0)).toBeUndefined();
  });
});

describe('the next try at the latest', () => {
  const began = new Date('2026-11-01T00:00:00Z');
  const later = (hours: number) => new Date(began.getTime() + hours * 3_600_000);

  it('is 6, 12 and 24 hours after the beginning, then every 24', () => {
    for (const [now, next] of [
      [0, 6],
      [6, 12],
      [11.9, 12],
      [12, 24],
      [24, 48],
      [47.9, 48],
      [48, 72],
      [600, 624],
    ] as const) {
      expect(nextAttempt(began, later(now), [6, 12, 24])).toEqual(later(next));
    }
  });
});
