import { describe, expect, it } from 'vitest';
import { createLogIds, logTimeOf } from '../../../shared/model/logId.ts';

describe('ids of log entries', () => {
  it('sort the newest first, also within one millisecond', () => {
    const newId = createLogIds(Math.random);
    const times = [0, 1_000, 1_000, 1_000, 1_795_381_297_196, 1_795_381_297_196];
    const ids = times.map((ms) => newId(new Date(ms)));
    expect(ids.toSorted()).toEqual(ids.toReversed());
  });

  it('tell their time', () => {
    const at = new Date('2026-11-22T20:15:00.500Z');
    expect(logTimeOf(createLogIds(() => 0)(at))).toEqual(at);
    expect(logTimeOf('8d2a3a3e-0b6c-4f0e-9f3c-0d4f5b6a7c8d')).toBeUndefined();
  });

  it('of instances differ although they count alike', () => {
    const at = new Date(1_795_381_297_196);
    expect(createLogIds(() => 0.1)(at)).not.toBe(createLogIds(() => 0.2)(at));
    expect(createLogIds(() => 0.999_999_99)(at)).toMatch(/^[0-9a-z]{17}$/);
  });
});
