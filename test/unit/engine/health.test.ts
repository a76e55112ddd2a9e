import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEscrows } from '../../../shared/engine/readEscrows.ts';
import { readStatus } from '../../../shared/engine/readStatus.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

const MAIL = 'ada@contoso.example';
const MINUTE = 60_000;

async function withAda(): Promise<string> {
  const id = bench.addPerson({ userPrincipalName: MAIL });
  await bench.fullCycle();
  return id;
}

const eventsNamed = (name: string) => bench.events.filter(({ event }) => event === name);

describe('the heartbeat', () => {
  it('says when the app looked last and when it will again, and is late when it does not', async () => {
    expect((await readStatus(bench.app)).heartbeat).toMatchObject({ lastSweepAt: null, isLate: false });
    await bench.nextSweep();
    const at = bench.clock.now().toISOString();
    bench.clock.advance(4 * MINUTE - 1);
    expect((await readStatus(bench.app)).heartbeat).toMatchObject({
      lastSweepAt: at,
      nextExpectedAt: new Date(Date.parse(at) + MINUTE).toISOString(),
      isLate: false,
    });
    bench.clock.advance(2);
    expect((await readStatus(bench.app)).heartbeat.isLate).toBe(true);
  });

  it('says since when sweeps fail, and forgets it with the first that does not', async () => {
    await withAda();
    await bench.nextSweep();
    const { failingSince } = (await readStatus(bench.app)).heartbeat;
    expect(failingSince).toBe(bench.clock.now().toISOString());
    await bench.nextSweep();
    expect((await readStatus(bench.app)).heartbeat.failingSince).toBe(failingSince);
    const subscriptions = { ...bench.app.subscriptions, list: async () => [], create: subscriptionTo };
    await bench.nextSweep({ ...bench.app, subscriptions });
    expect((await readStatus(bench.app)).heartbeat.failingSince).toBeNull();
  });

  it('is told to operators each minute, with what waits and how much of Slack’s budget is used', async () => {
    await withAda();
    await bench.nextSweep();
    bench.queue.waiting.push({
      change: { v: 1, kind: 'user', id: 'x', cause: 'delta', attempt: 0 },
      messageId: 'x',
      at: new Date(bench.clock.ms() + 10 * MINUTE),
    });
    await bench.app.job.write('budgets', { next: { createUser: bench.clock.ms() + 10 * MINUTE }, hold: false });
    bench.clock.advance(MINUTE);
    await sweep(bench.app).catch(() => undefined);
    expect(eventsNamed('sweepEnded').at(-1)).toMatchObject({
      ...{ tookMs: expect.any(Number), queueAgeSeconds: 0, activeMessages: 0, scheduledMessages: 1 },
      ...{ deadLetterMessages: 0, budgetInUse: 100, escrows: 0 },
    });
  });

  it('goes on when the queue cannot be looked at', async () => {
    const queueMonitor = { look: () => Promise.reject(new Error('no connection')) };
    await bench.nextSweep({ ...bench.app, queueMonitor });
    expect(eventsNamed('sweepEnded').at(-1)).toMatchObject({ queueAgeSeconds: null, activeMessages: null });
    expect((await readStatus(bench.app)).queue).toBeNull();
  });
});

const subscriptionTo = async (resource: 'users' | 'groups', expiresAt: Date) => ({
  ...{ id: resource, resource, expiresAt: expiresAt.toISOString() },
  notificationUrl: bench.app.configuration.notificationUrl,
});

describe('the end of a cycle', () => {
  it('is told to operators once, by the sweep after it', async () => {
    await bench.nextSweep();
    await withAda();
    for (let minute = 0; minute < 3; minute++) await bench.nextSweep();
    expect(eventsNamed('cycleEnded')).toEqual([
      expect.objectContaining({
        kind: 'initial',
        planned: 1,
        done: 1,
        failed: 0,
        skipped: 0,
        tookMs: expect.any(Number),
      }),
    ]);
  });
});

describe('each outcome', () => {
  it('is told with the time since the change was noticed, also across retries', async () => {
    const id = await withAda();
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    bench.slack.faults.serverErrors = { ...bench.slack.faults.serverErrors, next: 2 };
    const sent = bench.clock.now();
    bench.clock.advance(3_000);
    const change = { v: 1, kind: 'user', id, cause: 'notification', attempt: 0 } as const;
    await bench.deliver({ change, messageId: `m-user-${id}-1-0` }, { enqueuedAt: sent });
    const [copy] = bench.queue.waiting;
    expect(copy?.change.noticedAt).toBe(sent.toISOString());
    await bench.drain();
    const told = eventsNamed('provisioned').at(-1);
    expect(told).toMatchObject({ kind: 'user', id, outcome: 'updated', code: null, cause: 'notification' });
    expect(told?.latencyMs).toBe(bench.clock.ms() - sent.getTime());
    expect(JSON.stringify(bench.events)).not.toMatch(/contoso|Countess|Clerk/);
  });
});

describe('failing objects', () => {
  /** People without an address, whom Slack cannot take. */
  async function withFailing(count: number): Promise<readonly string[]> {
    const ids = Array.from({ length: count }, (_, n) =>
      bench.addPerson({ userPrincipalName: `p${n}@x.example`, mail: null }),
    );
    await bench.fullCycle();
    return ids;
  }

  it('are counted by reason in the status, and listed page by page with names, attempts and the next time', async () => {
    await withAda();
    const ids = [...(await withFailing(3))].sort();
    await bench.nextSweep();
    const { escrows } = await readStatus(bench.app);
    expect(escrows).toMatchObject({
      count: 3,
      reasons: [{ count: 3, reason: expect.stringContaining('Slack requires') }],
    });
    const first = await readEscrows({}, 2, bench.app);
    expect(first.items).toMatchObject([
      { id: ids[0], attempts: 1, userPrincipalName: expect.stringContaining('@x.example'), isLinked: false },
      { id: ids[1], nextAttemptAt: expect.any(String), since: escrows.since },
    ]);
    expect(first.next).toEqual({ kind: 'user', id: ids[1] });
    const second = await readEscrows({ after: first.next ?? undefined }, 2, bench.app);
    expect([second.items.map(({ id }) => id), second.next]).toEqual([[ids[2]], null]);
    expect((await readEscrows({ code: 'another' }, 2, bench.app)).items).toEqual([]);
  });

  it('keep since when they fail over later attempts, and are gone once they succeed', async () => {
    const [id = ''] = await withFailing(1);
    const since = (await bench.app.escrows.read('user', id))?.failure?.since;
    bench.clock.advance(MINUTE);
    await bench.notify(id);
    expect((await bench.app.escrows.read('user', id))?.failure).toMatchObject({
      since,
      failedAt: bench.clock.now().toISOString(),
    });
    bench.graph.directory.patchUser(id, { mail: 'found@x.example' });
    await bench.notify(id);
    await bench.nextSweep();
    expect((await readStatus(bench.app)).escrows.count).toBe(0);
  });
});

describe('a gap in the notifications', () => {
  const gap = async () => (await readStatus(bench.app)).notificationGap;

  it('is found by the sweep and shown after a quarter of an hour, and makes it look after the subscriptions', async () => {
    const id = await withAda();
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await bench.nextSweep();
    expect(bench.account(MAIL)?.title).toBe('Countess');
    expect(await gap()).toEqual({ last24Hours: 0, lastAt: null });
    bench.clock.advance(15 * MINUTE);
    await bench.nextSweep();
    expect(await gap()).toEqual({ last24Hours: 1, lastAt: bench.clock.now().toISOString() });
    expect((await bench.app.job.read('subscriptionAttention'))?.value.event).toBe('gap');
    bench.clock.advance(25 * 60 * MINUTE);
    expect((await gap()).last24Hours).toBe(0);
  });

  it('is none where the notification was only late', async () => {
    const id = await withAda();
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await bench.nextSweep();
    bench.clock.advance(14 * MINUTE);
    await bench.notify(id);
    bench.clock.advance(15 * MINUTE);
    await bench.nextSweep();
    expect((await gap()).last24Hours).toBe(0);
  });

  it('is none where Graph never sends a notification: for a change of the manager alone', async () => {
    const id = await withAda();
    const boss = bench.addPerson({ userPrincipalName: 'boss@contoso.example' });
    await bench.fullCycle();
    await bench.nextSweep();
    bench.graph.directory.setManager(id, boss);
    await bench.nextSweep();
    expect((await bench.outcomes(id)).at(-1)).toBe('updated');
    bench.clock.advance(20 * MINUTE);
    await bench.nextSweep();
    expect((await gap()).last24Hours).toBe(0);
  });
});
