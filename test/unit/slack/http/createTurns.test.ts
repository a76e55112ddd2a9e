import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../../shared/slack/http/createTurns.ts';

describe('createTurns', () => {
  it('runs tasks with one key one after the other, and those with another beside them', async () => {
    const inTurn = createTurns();
    const log: string[] = [];
    const first = Promise.withResolvers<void>();
    const run = (key: string, name: string, until: Promise<void> = Promise.resolve()) =>
      inTurn(key, async () => {
        log.push(`${name} starts`);
        await until;
        log.push(`${name} ends`);
      });
    const all = [run('U1', 'a', first.promise), run('U1', 'b'), run('U2', 'c')];
    await all[2];
    expect(log).toEqual(['a starts', 'c starts', 'c ends']);
    first.resolve();
    await Promise.all(all);
    expect(log.slice(3)).toEqual(['a ends', 'b starts', 'b ends']);
  });

  it('goes on after a task that failed, whose error only its own caller gets', async () => {
    const inTurn = createTurns();
    const failed = inTurn('U1', () => Promise.reject(new Error('no')));
    const next = inTurn('U1', async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
