import { describe, expect, it } from 'vitest';
import { createGate } from '../../../../shared/slack/http/createGate.ts';

describe('createGate', () => {
  it('lets no more tasks run at once than it has places, and all of them in the end, in their order', async () => {
    const pass = createGate(2);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const task = (id: number) => async () => {
      started.push(id);
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return id;
    };
    const results = await Promise.all([1, 2, 3, 4, 5].map((id) => pass(task(id))));
    expect(results).toEqual([1, 2, 3, 4, 5]);
    expect(started).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('frees the place of a task that fails', async () => {
    const pass = createGate(1);
    const failed = pass(() => Promise.reject(new Error('no')));
    const next = pass(async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
    expect(await pass(async () => 'again')).toBe('again');
  });
});
