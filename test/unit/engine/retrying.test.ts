import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordDeadLetter } from '../../../shared/engine/recordDeadLetter.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const MINUTE = 60_000;
const escrow = (id: string) => bench.app.escrows.read('user', id);

/** Ada, provisioned, with nothing left in the queue. */
async function withAda(): Promise<string> {
  const id = bench.addPerson({ userPrincipalName: MAIL });
  await bench.fullCycle();
  return id;
}

/** The minute's sweep without what comes of it. Subscriptions cannot be made, since nobody answers Graph's handshake. */
async function nextSweep(): Promise<void> {
  await sweep(bench.app).catch(() => undefined);
}

/** In how many milliseconds the only message in the queue is due. */
const dueIn = () => (bench.queue.waiting[0]?.at?.getTime() ?? 0) - bench.clock.ms();

describe('a failing object', () => {
  it('is retried five times with growing pauses, then rests in escrow: 5 minutes, doubling to a day', async () => {
    const id = await withAda();
    bench.slack.faults.serverErrors = { ...bench.slack.faults.serverErrors, probability: 1, methods: ['PATCH', 'GET'] };
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await bench.notify(id);
    const pauses: number[] = [];
    for (let message = bench.queue.take(); message; message = bench.queue.take()) {
      pauses.push((message.at?.getTime() ?? 0) - bench.clock.ms());
      bench.clock.advance(pauses.at(-1) ?? 0);
      await bench.deliver(message);
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect((await bench.outcomes(id)).at(-1)).toMatch(/^failed/);
    const rests: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const row = await escrow(id);
      expect(row?.attempts).toBe(attempt);
      rests.push(Math.round((Date.parse(row?.nextAttemptAt ?? '') - bench.clock.ms()) / MINUTE));
      bench.clock.advance(Date.parse(row?.nextAttemptAt ?? '') - bench.clock.ms() + 1000);
      await nextSweep();
      const retry = bench.queue.waiting.find(({ change }) => change.cause === 'retry');
      bench.queue.waiting.length = 0;
      if (retry) await bench.deliver({ ...retry, change: { ...retry.change, attempt: 5 } });
    }
    expect(rests).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440]);
  });

  it('leaves escrow for good when it succeeds, also if the sweep was marking it just then', async () => {
    const id = await withAda();
    const row = { kind: 'user', id, code: 'x', reason: 'x', attempts: 1 } as const;
    await bench.app.escrows.put({ ...row, nextAttemptAt: bench.clock.now().toISOString() });
    bench.clock.advance(MINUTE);
    await nextSweep();
    await bench.drain();
    expect(await escrow(id)).toBeUndefined();
  });

  it('is one of many that are due at once: they are spaced at Slack’s rate, and none is sent twice meanwhile', async () => {
    const failure = { since: '2026-01-01T00:00:00.000Z', failedAt: '2026-01-01T00:00:00.000Z', isLinked: false };
    const names = { displayName: null, userPrincipalName: null };
    const nextAttemptAt = bench.clock.now().toISOString();
    for (let n = 0; n < 3; n++) {
      const id = `00000000-0000-4000-8000-00000000000${n}`;
      const row = { kind: 'user', id, code: 'x', reason: 'x', attempts: 1, nextAttemptAt } as const;
      await bench.app.escrows.put({ ...row, failure: { ...failure, ...names } });
    }
    await nextSweep();
    bench.clock.advance(MINUTE);
    await nextSweep();
    const times = bench.queue.waiting.map(({ at }) => at?.getTime() ?? 0);
    const interval = 1000 / bench.app.permittedPerSecond('updateUser');
    expect(times).toHaveLength(3);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeCloseTo(interval, -1);
  });

  it('is left in escrow while the job is not active', async () => {
    const id = await withAda();
    const row = { kind: 'user', id, code: 'x', reason: 'x', attempts: 1 } as const;
    await bench.app.escrows.put({ ...row, nextAttemptAt: bench.clock.now().toISOString() });
    await bench.app.gate.pause('ada');
    await nextSweep();
    expect(bench.queue.waiting).toEqual([]);
    await bench.app.gate.start('ada');
    bench.clock.advance(MINUTE);
    await nextSweep();
    await bench.drain();
    expect(await escrow(id)).toBeUndefined();
  });

  it('leaves escrow when it turns out to be none of our business any more', async () => {
    const stranger = bench.addPerson({ userPrincipalName: MAIL }, { assigned: false });
    const row = { kind: 'user', id: stranger, code: 'x', reason: 'x', attempts: 1 } as const;
    await bench.app.escrows.put({ ...row, nextAttemptAt: bench.clock.now().toISOString() });
    await bench.process({ id: stranger, cause: 'retry' });
    expect(await escrow(stranger)).toBeUndefined();
  });

  it('that was dead-lettered is logged, and comes up again by escrow', async () => {
    const id = await withAda();
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    const change = { v: 1, kind: 'user', id, cause: 'notification', attempt: 0 } as const;
    const dead = { messageId: 'm', body: JSON.stringify(change), reason: 'too often', sentAt: bench.clock.now() };
    await recordDeadLetter(change, dead, bench.app);
    expect((await bench.outcomes(id)).at(-1)).toBe('failed(DeadLettered)');
    bench.clock.advance(5 * MINUTE);
    await nextSweep();
    await bench.drain();
    expect(bench.account(MAIL)?.title).toBe('Countess');
    expect(await escrow(id)).toBeUndefined();
  });
});

describe('waiting', () => {
  it('as long as Slack says, in a scheduled copy, without counting as a failure', async () => {
    const id = await withAda();
    const on = bench.instance();
    await on.job.write('budgets', { next: { updateUser: bench.clock.ms() + 10 * MINUTE }, hold: false });
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    expect((await bench.notify(id, { on }))?.type).toBe('deferred');
    expect(dueIn()).toBeGreaterThan(9 * MINUTE);
    await bench.drain(on);
    expect(bench.account(MAIL)?.title).toBe('Countess');
    expect(await bench.outcomes(id)).toEqual(['created', 'updated']);
  });

  it('when not even the queue takes the copy, the message comes back after a pause that grows with its deliveries', async () => {
    const id = await withAda();
    bench.slack.faults.serverErrors = { ...bench.slack.faults.serverErrors, next: 3 };
    bench.queue.down = true;
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    for (const [deliveryCount, pause] of [
      [1, 2_000],
      [3, 8_000],
      [9, 30_000],
    ] as const) {
      const before = bench.clock.ms();
      await expect(bench.notify(id, { deliveryCount })).rejects.toThrow('The queue is down.');
      expect(bench.clock.ms() - before).toBe(pause);
    }
    bench.queue.down = false;
    await bench.notify(id, { deliveryCount: 10 });
    expect(bench.account(MAIL)?.title).toBe('Countess');
  });
});

describe('the second look', () => {
  it('comes 30 s after a notification that changed nothing, finds what Graph showed late, and is the last one', async () => {
    const id = await withAda();
    await bench.notify(id);
    expect(bench.queue.waiting).toHaveLength(1);
    expect(dueIn()).toBe(30_000);
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    const calls = await bench.calls(() => bench.drain());
    expect(calls.slack).toEqual([expect.stringMatching(/^PATCH/)]);
    expect(bench.account(MAIL)?.title).toBe('Countess');
    expect(bench.queue.waiting).toEqual([]);
  });

  it('of one notification is sent once, however often it is delivered', async () => {
    const id = await withAda();
    const change = { v: 1, kind: 'user', id, cause: 'notification', attempt: 0 } as const;
    for (const deliveryCount of [1, 1, 2]) {
      await bench.deliver({ change, messageId: `m-user-${id}-77-0` }, { deliveryCount });
    }
    expect(bench.queue.waiting).toHaveLength(1);
  });
});
