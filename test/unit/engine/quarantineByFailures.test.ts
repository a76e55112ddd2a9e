import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startJob } from '../../../shared/engine/controlJob.ts';
import { readStatus } from '../../../shared/engine/readStatus.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import type { OutgoingChange } from '../../../shared/ports/changeQueue.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench({ configuration: { quarantine: { minFailures: 4 } } });
});
afterEach(() => bench.close());

/** How many fail; few, and more than the four from which they are judged here. */
const PEOPLE = 5;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const mailOf = (n: number) => `p${n}@contoso.example`;
const state = async () => (await readStatus(bench.app)).state;
const accounts = () => bench.slack.workspace.size;
const creations = () => bench.slack.requests.filter(({ method, path }) => method === 'POST' && path.includes('Users'));
const named = (name: string) => bench.events.filter(({ event }) => event === name);

/** The minute's sweep, on another instance where one is given, and all that comes of it. */
async function nextSweep(on = bench.app, after = MINUTE): Promise<void> {
  bench.clock.advance(after);
  await sweep(on).catch(() => undefined);
  const later: OutgoingChange[] = [];
  for (let message = bench.queue.take(); message; message = bench.queue.take()) {
    const wait = (message.at?.getTime() ?? 0) - bench.clock.ms();
    if (wait > 10_000) later.push(message);
    else {
      bench.clock.advance(Math.max(0, wait));
      await bench.deliver(message, { on });
    }
  }
  bench.queue.waiting.push(...later);
}

function addPeople(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => bench.addPerson({ userPrincipalName: mailOf(n) }));
}

/** An initial cycle in which Slack says of every address that it is taken. */
async function withTakenAddresses(): Promise<void> {
  addPeople(PEOPLE);
  bench.slack.faults.emailTaken = true;
  await bench.fullCycle();
  await nextSweep();
}

describe('email_taken on every create', () => {
  it('puts the job into quarantine with Entra’s reason, and nothing more is tried for the time being', async () => {
    await withTakenAddresses();
    expect(await readStatus(bench.app)).toMatchObject({
      state: 'quarantine',
      quarantine: {
        ...{ reason: 'EncounteredEscrowProportionThreshold', code: 'email_taken', seriesCount: 1 },
        message: expect.stringContaining('5 of 5 objects fail (100 %)'),
        nextAttempt: new Date(bench.clock.ms() + 6 * HOUR).toISOString(),
      },
    });
    expect(named('quarantineEntered')).toMatchObject([{ code: 'email_taken' }]);
    const before = creations().length;
    bench.addPerson({ userPrincipalName: 'newcomer@contoso.example' });
    await nextSweep();
    await nextSweep();
    // A sample of three every five minutes.
    expect(creations().length - before).toBe(3);
    expect(accounts()).toBe(0);
  });

  it('ends within minutes of its cause, and everybody is made good', async () => {
    await withTakenAddresses();
    await nextSweep();
    bench.slack.faults.emailTaken = false;
    await nextSweep(bench.app, 5 * MINUTE);
    expect(await state()).toBe('quarantine');
    expect(accounts()).toBe(3);
    await nextSweep();
    expect(await readStatus(bench.app)).toMatchObject({ state: 'active', quarantine: null });
    const [left] = named('quarantineLeft');
    expect(left?.code).toBe('email_taken');
    expect(Number(left?.tookMs) / MINUTE).toBeCloseTo(7, 1);
    await nextSweep();
    expect(accounts()).toBe(PEOPLE);
    expect(await state()).toBe('active');
  });

  it('ends at once when the configuration changes', async () => {
    await withTakenAddresses();
    bench.slack.faults.emailTaken = false;
    const changed = bench.instance({
      configuration: { quarantine: { minFailures: 4 }, scope: { defaultAccess: 'include' } },
    });
    await nextSweep(changed);
    expect(await state()).toBe('active');
    await nextSweep(changed);
    expect(accounts()).toBe(PEOPLE);
  });

  it('is tried again after 6, 12 and 24 hours in any case, and comes back as the same series', async () => {
    await withTakenAddresses();
    const began = bench.clock.ms();
    for (const [step, hours] of [6, 12, 24].entries()) {
      const { quarantine } = await readStatus(bench.app);
      expect(Date.parse(quarantine?.nextAttempt ?? '') - began).toBe(hours * HOUR);
      await nextSweep(bench.app, began + hours * HOUR - bench.clock.ms());
      expect(await state()).toBe('active');
      await nextSweep(bench.app, 1000);
      expect((await readStatus(bench.app)).quarantine).toMatchObject({
        seriesBegan: new Date(began).toISOString(),
        seriesCount: step + 2,
      });
    }
  });

  it('that lasts for four weeks switches the job off, until a person starts it', async () => {
    await withTakenAddresses();
    const failed = bench.slack.requests.length;
    await nextSweep(bench.app, 28 * DAY);
    expect(await readStatus(bench.app)).toMatchObject({ state: 'disabled', quarantine: { code: 'email_taken' } });
    await nextSweep(bench.app, DAY);
    await nextSweep();
    expect(bench.slack.requests.slice(failed).filter(({ method }) => method === 'POST')).toEqual([]);
    bench.slack.faults.emailTaken = false;
    await startJob('the administrator', bench.app);
    await bench.fullCycle();
    expect(accounts()).toBe(PEOPLE);
    expect(await state()).toBe('active');
  });

  it('is not brought back by old failures after a person has started the job', async () => {
    await withTakenAddresses();
    await startJob('the administrator', bench.app);
    await nextSweep(bench.app, 1000);
    expect(await state()).toBe('active');
  });
});

describe('a few failures among many', () => {
  it('do not stop anything', async () => {
    addPeople(PEOPLE);
    for (let n = PEOPLE; n < PEOPLE + 3; n++) bench.addPerson({ userPrincipalName: mailOf(n), mail: null });
    await bench.fullCycle();
    await nextSweep();
    expect(await readStatus(bench.app)).toMatchObject({ state: 'active', escrows: { count: 3 } });
    expect(accounts()).toBe(PEOPLE);
  });
});

describe('a refused credential', () => {
  it('whose reason changes shows the new one, without leaving the quarantine', async () => {
    const [id = ''] = addPeople(1);
    await bench.fullCycle();
    bench.slack.faults.tokens = ['another'];
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await bench.notify(id);
    const { quarantine } = await readStatus(bench.app);
    expect(quarantine).toMatchObject({ code: 'invalid_authentication', nextAttempt: null });
    bench.slack.faults.tokens = null;
    bench.slack.faults.plan = 'free';
    await nextSweep();
    expect((await readStatus(bench.app)).quarantine).toMatchObject({
      code: 'plus_teams_only',
      since: quarantine?.since,
    });
    expect(named('quarantineEntered').map(({ code }) => code)).toEqual(['invalid_authentication', 'plus_teams_only']);
    bench.slack.faults.plan = 'enterprise';
    await nextSweep();
    expect(await state()).toBe('active');
  });

  it('for four weeks switches the job off, too', async () => {
    addPeople(1);
    await bench.fullCycle();
    bench.slack.faults.tokens = ['another'];
    await bench.app.gate.quarantine({ reason: 'EncounteredQuarantineException', code: 'invalid_auth', message: 'no' });
    await nextSweep(bench.app, 28 * DAY - 2 * MINUTE);
    expect(await state()).toBe('quarantine');
    await nextSweep(bench.app, 2 * MINUTE);
    expect(await state()).toBe('disabled');
  });
});
