import { describe, expect, it } from 'vitest';
import { within } from '../../../shared/queue/within.ts';

describe('a bounded action', () => {
  it('answers what the action answers', async () => {
    expect(await within(60_000, async () => 7)).toBe(7);
    await expect(within(60_000, async () => Promise.reject(new Error('own')))).rejects.toThrow('own');
  });

  it('that does not heed its signal is left behind', async () => {
    let aborted: AbortSignal | undefined;
    const action = within(5, (signal) => {
      aborted = signal;
      return new Promise(() => {});
    });
    await expect(action).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(aborted?.aborted).toBe(true);
  });

  it('that heeds its signal is seen as timed out, not as aborted', async () => {
    const action = within(
      5,
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    await expect(action).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
