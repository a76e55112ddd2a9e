import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProvisioningError } from '../../../../shared/errors/provisioningError.ts';
import { createPacer } from '../../../../shared/slack/pacing/createPacer.ts';
import { type SlackOperation, slackRates } from '../../../../shared/slack/pacing/slackRates.ts';
import { memoryBudgetStore } from '../memoryBudgetStore.ts';
import { type VirtualClock, virtualClock } from '../virtualClock.ts';

const rates = slackRates();
const BURST = 18;
const INTERVAL = 60_000 / 162;

function setUp(options: { maxWaitMs?: number } = {}) {
  const clock = virtualClock();
  const store = memoryBudgetStore();
  const pacer = (own: VirtualClock = clock) => createPacer({ store, rates, clock: own, random: () => 0.5, ...options });
  return { clock, store, pacer };
}

const settled = (calls: readonly Promise<void>[]) => Promise.allSettled(calls);
const failureOf = (call: Promise<void>): Promise<ProvisioningError> =>
  call.then(
    () => expect.unreachable('the slot was granted'),
    (error) => error,
  );

describe('createPacer', () => {
  it('creates the row when there is none', async () => {
    const { store, pacer } = setUp();
    await pacer().acquire('createUser');
    expect(store.operations).toEqual(['read', 'write']);
    expect(store.value()?.hold).toBe(false);
  });

  it('needs one table operation and no read for a slot while nobody else writes', async () => {
    const { store, pacer } = setUp();
    const one = pacer();
    await one.acquire('createUser');
    store.operations.length = 0;
    await one.acquire('createUser');
    await one.acquire('readUser');
    expect(store.operations).toEqual(['write', 'write']);
  });

  it('takes the slots of simultaneous calls in one write', async () => {
    const { store, pacer } = setUp();
    const one = pacer();
    await Promise.all(Array.from({ length: BURST }, () => one.acquire('createUser')));
    expect(store.operations).toEqual(['read', 'write']);
  });

  it('waits in place for a slot that is near', async () => {
    const { clock, pacer } = setUp();
    const one = pacer();
    const start = clock.ms();
    for (let count = 0; count < BURST; count += 1) await one.acquire('createUser');
    expect(clock.ms()).toBe(start);
    await one.acquire('createUser');
    expect(clock.ms() - start).toBeCloseTo(INTERVAL);
  });

  it('sends later calls away with a time, each with the endpoint’s slot of its own kept for it', async () => {
    const { clock, store, pacer } = setUp({ maxWaitMs: 0 });
    const one = pacer();
    const results = await settled(Array.from({ length: BURST + 3 }, () => one.acquire('createUser')));
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
    expect(refused.map(({ class: errorClass, code, reservation }) => [errorClass, code, reservation])).toEqual(
      Array(3).fill(['wait', 'PacedForSlack', 'createUser']),
    );
    const delays = refused.map(({ until }) => until.getTime() - clock.ms());
    expect(delays).toEqual([1, 2, 3].map((count) => Math.floor(count * INTERVAL)));
    expect(store.value()?.next.createUser).toBeCloseTo(clock.ms() + (BURST + 3) * INTERVAL);
  });

  it('sends nobody away twice: who comes back at the given time gets the slot, however many others want one', async () => {
    const { clock, pacer } = setUp();
    const pacers = [pacer(), pacer(), pacer()];
    const flood = Array.from({ length: 300 }, (_, index) => pacers[index % 3] as (typeof pacers)[number]);
    const away: { at: number; come: () => Promise<void> }[] = [];
    let sentAwayTwice = 0;
    await settled(
      flood.map(async (one) => {
        const error = await failureOf(one.acquire('createUser')).catch(() => undefined);
        if (!error?.until) return;
        const come = () =>
          one
            .holding({ reservation: error.reservation, isProbe: false }, () => one.acquire('createUser'))
            .catch(() => {
              sentAwayTwice += 1;
            });
        away.push({ at: error.until.getTime(), come });
      }),
    );
    expect(away.length).toBeGreaterThan(200);
    for (const { at, come } of away.sort((a, b) => a.at - b.at)) {
      clock.advance(Math.max(0, at - clock.ms()));
      await come();
    }
    expect(sentAwayTwice).toBe(0);
  });

  it('keeps nothing of the organisation’s budget, so that a flood of joiners does not hold up a leaver', async () => {
    const { clock, pacer } = setUp();
    const one = pacer();
    await settled(Array.from({ length: 1000 }, () => one.acquire('createUser')));
    const before = clock.ms();
    await one.acquire('disableUser');
    expect(clock.ms()).toBe(before);
  });

  it('lets a kept slot be used once, and by the kind of request that it was kept for', async () => {
    const { pacer } = setUp({ maxWaitMs: 0 });
    const one = pacer();
    await settled(Array.from({ length: BURST + 1 }, () => one.acquire('createUser')));
    await settled(Array.from({ length: BURST + 1 }, () => one.acquire('updateUser')));
    const answers = await one.holding({ reservation: 'createUser', isProbe: false }, async () => [
      ...(await settled([one.acquire('updateUser')])),
      ...(await settled([one.acquire('createUser')])),
      ...(await settled([one.acquire('createUser')])),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  });

  it('gives a slot to another endpoint while one is full', async () => {
    const { pacer } = setUp({ maxWaitMs: 0 });
    const one = pacer();
    await settled(Array.from({ length: BURST + 5 }, () => one.acquire('createUser')));
    await expect(one.acquire('disableUser')).resolves.toBeUndefined();
  });

  it('reads again and retries when another instance wrote in between', async () => {
    const { store, pacer } = setUp();
    const [one, other] = [pacer(), pacer()];
    await one.acquire('createUser');
    await other.acquire('createUser');
    await one.acquire('createUser');
    expect(store.operations).toEqual(['read', 'write', 'read', 'write', 'conflict', 'read', 'write']);
  });

  it('refuses writes and lets reads pass while the job is on hold', async () => {
    const { clock, store, pacer } = setUp();
    store.overwrite({ next: {}, hold: true });
    const one = pacer();
    const error = await failureOf(one.acquire('updateUser'));
    expect([error.class, error.code]).toEqual(['wait', 'JobOnHold']);
    expect(error.until?.getTime()).toBeGreaterThan(clock.ms());
    await expect(one.acquire('readUser')).resolves.toBeUndefined();
    expect(store.value()?.hold).toBe(true);
  });

  it('lets a probe write while the job is on hold, and nobody else', async () => {
    const { store, pacer } = setUp();
    store.overwrite({ next: {}, hold: true });
    const one = pacer();
    const probe = one.holding({ reservation: undefined, isProbe: true }, () => one.acquire('updateUser'));
    const other = failureOf(one.acquire('updateUser'));
    await expect(probe).resolves.toBeUndefined();
    expect((await other).code).toBe('JobOnHold');
    expect(store.value()?.hold).toBe(true);
  });

  it('notices a hold that another instance set, although its own copy of the row says otherwise', async () => {
    const { store, pacer } = setUp();
    const one = pacer();
    await one.acquire('updateUser');
    store.overwrite({ next: {}, hold: true });
    expect((await failureOf(one.acquire('updateUser'))).code).toBe('JobOnHold');
  });

  it('notices that a hold is over', async () => {
    const { store, pacer } = setUp();
    store.overwrite({ next: {}, hold: true });
    const one = pacer();
    await failureOf(one.acquire('updateUser'));
    store.overwrite({ next: {}, hold: false });
    await expect(one.acquire('updateUser')).resolves.toBeUndefined();
  });

  it('holds everybody back until the time that Slack named', async () => {
    const { clock, pacer } = setUp({ maxWaitMs: 0 });
    const [one, other] = [pacer(), pacer()];
    await other.acquire('createUser');
    const until = new Date(clock.ms() + 30_000);
    await one.postpone('createUser', until);
    const sentAway = await failureOf(other.acquire('createUser'));
    expect(sentAway.until).toEqual(until);
    await expect(other.acquire('disableUser')).resolves.toBeUndefined();
    clock.advance(30_000);
    await expect(
      one.holding({ reservation: sentAway.reservation, isProbe: false }, () => one.acquire('createUser')),
    ).resolves.toBeUndefined();
    expect((await failureOf(one.acquire('createUser'))).until?.getTime()).toBeGreaterThan(clock.ms());
  });

  it('passes a storage fault on to every waiting call and recovers afterwards', async () => {
    const { store, pacer } = setUp();
    const one = pacer();
    const { write } = store;
    store.write = async () => {
      throw new ProvisioningError('retry', 'StorageFault', 'The table did not answer.');
    };
    const results = await settled([one.acquire('createUser'), one.acquire('readUser')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    store.write = write;
    await expect(one.acquire('createUser')).resolves.toBeUndefined();
  });

  it('gives up with a passing fault when the row never stops changing', async () => {
    const { store, pacer } = setUp();
    const { read } = store;
    store.read = async () => {
      const row = await read();
      store.overwrite({ next: {}, hold: false });
      return row;
    };
    expect((await failureOf(pacer().acquire('createUser'))).code).toBe('BudgetContention');
  });

  it('keeps any number of instances with clocks a little apart within burst plus rate', async () => {
    const operations: readonly SlackOperation[] = ['createUser', 'updateUser', 'disableUser'];
    const call = fc.record({
      instance: fc.integer({ min: 0, max: 4 }),
      operation: fc.constantFrom(...operations),
      count: fc.integer({ min: 1, max: 12 }),
      pause: fc.integer({ min: 0, max: 900 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 10, maxLength: 40 }), async (calls) => {
        const store = memoryBudgetStore();
        const clock = virtualClock();
        const pacers = Array.from({ length: 5 }, () => createPacer({ store, rates, clock, maxWaitMs: 2000 }));
        const sent: { operation: SlackOperation; at: number }[] = [];
        for (const { instance, operation, count, pause } of calls) {
          clock.advance(pause);
          const own = pacers[instance];
          await settled(
            Array.from({ length: count }, async () => {
              await own?.acquire(operation);
              sent.push({ operation, at: clock.ms() });
            }),
          );
        }
        const elapsed = clock.ms() - Math.min(...sent.map(({ at }) => at));
        for (const operation of operations) {
          const used = sent.filter((one) => one.operation === operation).length;
          expect(used).toBeLessThanOrEqual(BURST + Math.ceil(elapsed / INTERVAL));
        }
        expect(sent.length).toBeLessThanOrEqual(162 + Math.ceil((elapsed * 540) / 60_000));
      }),
      { numRuns: 60 },
    );
  });
});
