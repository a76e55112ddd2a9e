import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../shared/engine/systemClock.ts';

describe('the system clock', () => {
  it('sleeps no shorter than asked', async () => {
    const start = performance.now();
    await systemClock.sleep(20);
    // Timers may fire up to a millisecond early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(19);
  });

  it('wakes with the reason of the signal, before or while it sleeps', async () => {
    const reason = new Error('stop');
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const sleep = systemClock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleep).rejects.toBe(reason);
  });

  it('shows the time of now', () => {
    const before = Date.now();
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before);
  });
});
