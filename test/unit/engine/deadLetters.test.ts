import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideDeadLetters } from '../../../shared/engine/decideDeadLetters.ts';
import { readDeadLetters } from '../../../shared/engine/readDeadLetters.ts';
import { readStatus } from '../../../shared/engine/readStatus.ts';
import { recordDeadLetter } from '../../../shared/engine/recordDeadLetter.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import type { Change } from '../../../shared/model/change.ts';
import { parseChange } from '../../../shared/queue/parseChange.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const open = async () => (await readStatus(bench.app)).deadLetters.open;
const list = async () => (await readDeadLetters({}, 100, bench.app)).items;

async function nextSweep(): Promise<void> {
  bench.clock.advance(60_000);
  await sweep(bench.app).catch(() => undefined);
}

async function deadLetter(change: Change | undefined, body = JSON.stringify(change)): Promise<void> {
  const message = { messageId: `m-${body}`, body, reason: 'MaxDeliveryCountExceeded', sentAt: bench.clock.now() };
  await recordDeadLetter(change, message, bench.app);
}

/** Ada, provisioned and changed in Entra; the message that told of it is dead. */
async function withDeadAda(): Promise<string> {
  const id = bench.addPerson({ userPrincipalName: MAIL });
  await bench.fullCycle();
  bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
  const cycle = { cycleId: 'c-long-gone', candidate: null };
  await deadLetter({ v: 1, kind: 'user', id, cause: 'full', attempt: 3, ...cycle });
  return id;
}

const decide = (decision: 'putBack' | 'dismiss', ids: readonly string[] | 'all') =>
  decideDeadLetters({ decision, ids, decidedBy: 'the administrator' }, async (body) => parseChange(body), bench.app);

describe('a dead letter', () => {
  it('is recorded once however often it is delivered, told to operators, and counted in the status by the next sweep', async () => {
    const id = await withDeadAda();
    await deadLetter(undefined, 'garbage');
    await deadLetter(undefined, 'garbage');
    await nextSweep();
    expect(await open()).toBe(2);
    expect((await list()).map(({ change, state }) => [change?.id, state])).toContainEqual([id, 'open']);
    expect(bench.events.filter(({ event }) => event === 'deadLettered')).toContainEqual({
      ...{ event: 'deadLettered', kind: 'user', id, reason: 'MaxDeliveryCountExceeded' },
    });
  });

  it('that is put back makes its object be looked at anew, as nothing more than that', async () => {
    await withDeadAda();
    expect(await decide('putBack', 'all')).toEqual({ decided: 1, unreadable: [], unknown: [] });
    const [sent] = bench.queue.waiting;
    expect(sent?.change).toEqual({ v: 1, kind: 'user', id: sent?.change.id, cause: 'retry', attempt: 0 });
    await bench.drain();
    expect(bench.account(MAIL)?.title).toBe('Countess');
    expect(await list()).toMatchObject([{ state: 'putBack', settledBy: 'the administrator' }]);
    await nextSweep();
    expect(await open()).toBe(0);
  });

  it('recovers when its object comes out of escrow by itself', async () => {
    const id = await withDeadAda();
    await nextSweep();
    expect(await open()).toBe(1);
    await bench.notify(id);
    await nextSweep();
    expect(await open()).toBe(0);
    expect(await list()).toMatchObject([{ state: 'recovered', settledBy: null }]);
  });

  it('that cannot be read is not put back but can be dismissed', async () => {
    await deadLetter(undefined, 'garbage');
    const [{ id = '' } = {}] = await list();
    expect(await decide('putBack', [id])).toEqual({ decided: 0, unreadable: [id], unknown: [] });
    expect(bench.queue.sent).toEqual([]);
    await nextSweep();
    expect(await open()).toBe(1);
    expect(await decide('dismiss', [id, 'unheard-of'])).toEqual({
      decided: 1,
      unreadable: [],
      unknown: ['unheard-of'],
    });
    await nextSweep();
    expect(await open()).toBe(0);
  });

  it('stays open when the queue does not take it', async () => {
    await withDeadAda();
    bench.queue.down = true;
    await expect(decide('putBack', 'all')).rejects.toMatchObject({ code: 'QueueUnavailable' });
    expect(await list()).toMatchObject([{ state: 'open' }]);
  });

  it('is forgotten after ninety days', async () => {
    await deadLetter(undefined, 'garbage');
    bench.clock.advance(91 * 86_400_000);
    await nextSweep();
    expect(await list()).toEqual([]);
  });
});
