import { afterEach, describe, expect, it } from 'vitest';
import { startJob } from '../../../shared/engine/controlJob.ts';
import type { EngineDependencies } from '../../../shared/engine/dependencies.ts';
import { runDueFullCycle } from '../../../shared/engine/fullCycle.ts';
import { readStatus } from '../../../shared/engine/readStatus.ts';
import { requestFullCycle } from '../../../shared/engine/requestFullCycle.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import { type Cause, type Change, messageIdOf } from '../../../shared/model/change.ts';
import { type ConfigurationChanges, type EngineBench, startEngineBench } from '../../support/engineBench.ts';
import { addManaged, disabledCount, stagedIn } from './deletionGuardPeople.ts';

let bench: EngineBench;
afterEach(() => bench.close());

const MINUTE = 60_000;
const PEOPLE = 5;

/** A small company with accounts in Slack, of whom two may be disabled without approval. */
async function company(configuration: ConfigurationChanges = {}): Promise<readonly string[]> {
  bench = await startEngineBench({
    configuration: { ...configuration, safety: { maxDeletions: { count: 2, percent: 0 } } },
  });
  const people = await addManaged(bench, PEOPLE);
  await bench.fullCycle();
  await bench.nextSweep();
  return people;
}

const status = () => readStatus(bench.app);
const users = () => bench.slack.workspace.users();
const writes = () => bench.slack.requests.filter(({ method }) => method !== 'GET').length;

/** An instance to which Graph lists so many users, as if there were no more. */
function listing(size: number): EngineDependencies {
  const app = bench.instance();
  const listUsers: EngineDependencies['source']['listUsers'] = async function* () {
    for await (const page of app.source.listUsers()) yield page.slice(0, size);
  };
  const source = new Proxy(app.source, { get: (it, key) => (key === 'listUsers' ? listUsers : Reflect.get(it, key)) });
  return { ...app, source };
}

/** Nobody has lost their account, nobody is about to, and a day later the same is true. */
async function expectAllIsWell(): Promise<void> {
  expect(disabledCount(bench)).toBe(0);
  expect((await stagedIn(bench)).filter(({ decision }) => decision !== 'rejected')).toEqual([]);
  bench.clock.advance(24 * 60 * MINUTE);
  expect(await bench.fullCycle()).toMatchObject({ phase: 'ended', failed: 0, error: null });
  expect([users().length, disabledCount(bench)]).toEqual([PEOPLE, 0]);
  expect((await status()).state).toBe('active');
}

describe('the known disasters', () => {
  it.each([
    ['an empty source list', 0, 'no users at all'],
    ['the first page only', 2, '2 users where there were 5'],
  ])('%s: nobody is disabled, and the cycle says why', async (_, size, words) => {
    await company();
    expect((await bench.fullCycle(listing(size))).error).toContain(words);
    await expectAllIsWell();
  });

  it('a 503 read as "no users": the cycle breaks off and starts over', async () => {
    await company();
    bench.graph.faults.serverErrors = { next: 0, probability: 1, pathContains: '/users', status: 503 };
    await expect(bench.fullCycle()).rejects.toThrow();
    await bench.nextSweep();
    bench.graph.faults.serverErrors.probability = 0;
    await runDueFullCycle(bench.app);
    await expectAllIsWell();
  });

  it('assignments lost for a minute: nobody is disabled, and the sweep says why', async () => {
    const people = await company();
    for (const id of people) bench.unassign(id);
    await bench.nextSweep();
    expect((await status()).lastSweep?.error).toContain('nobody is disabled because of that');
    for (const id of people) bench.assign(id);
    await bench.nextSweep();
    await expectAllIsWell();
  });

  it('a filter typo that excludes everyone: all are staged, and withdrawn once it is corrected', async () => {
    await company();
    const clause = { attribute: 'department', operator: 'EQUALS', value: 'Saels' };
    const mistaken = bench.instance({
      configuration: {
        safety: { maxDeletions: { count: 2, percent: 0 } },
        users: { filters: [{ name: 'typo', clauses: [clause] }] },
      },
    });
    await bench.nextSweep(mistaken);
    await runDueFullCycle(mistaken);
    await bench.drain(mistaken);
    expect((await status()).stagedDeletions.pending).toBe(PEOPLE);
    expect(disabledCount(bench)).toBe(0);
    await bench.nextSweep();
    await runDueFullCycle(bench.app);
    await bench.drain();
    await expectAllIsWell();
  });

  it('Slack deactivating on update: writing stops with the second account until a person lets it go on, and all are active again', async () => {
    const people = await company();
    bench.slack.faults.deactivateOnWrite = true;
    for (const id of people) bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await bench.nextSweep();
    expect(await status()).toMatchObject({ state: 'quarantine', quarantine: { code: 'UnexpectedDeactivation' } });
    // The first could have been disabled by hand, so that only the second one proves it.
    expect(disabledCount(bench)).toBe(2);
    bench.slack.faults.deactivateOnWrite = false;
    await bench.nextSweep();
    expect((await status()).state).toBe('quarantine');
    await startJob('the administrator', bench.app);
    await bench.nextSweep();
    await bench.fullCycle();
    expect(users().map(({ title }) => title)).toEqual(users().map(() => 'Countess'));
    await expectAllIsWell();
  });

  it('email_taken on every create: quarantine, and everybody is created once it is over', async () => {
    await company({ quarantine: { minFailures: 3, percent: 20 } });
    const joiners = [0, 1, 2].map((n) => bench.addPerson({ userPrincipalName: `joiner${n}@contoso.example` }));
    bench.slack.faults.emailTaken = true;
    await bench.nextSweep();
    await bench.nextSweep();
    expect(await status()).toMatchObject({ state: 'quarantine', quarantine: { code: 'email_taken' } });
    bench.slack.faults.emailTaken = false;
    for (let minute = 0; minute < 7; minute += 1) await bench.nextSweep();
    expect((await status()).state).toBe('active');
    expect(joiners.map((_, n) => bench.account(`joiner${n}@contoso.example`)?.active)).toEqual([true, true, true]);
    expect(disabledCount(bench)).toBe(0);
  });

  it('a token revoked in the middle of a cycle: the rest waits, and is done when there is a new one', async () => {
    const people = await company();
    for (const id of people) bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await requestFullCycle('test', bench.app);
    await runDueFullCycle(bench.app);
    bench.slack.faults.tokenDiesAfter = 4;
    bench.slack.faults.tokens = ['test'];
    await bench.drain();
    expect(await status()).toMatchObject({ state: 'quarantine', cycle: { phase: 'ended', planned: PEOPLE } });
    const changed = users().filter(({ title }) => title === 'Countess').length;
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(PEOPLE);
    bench.slack.faults.revokedTokens = [];
    await bench.nextSweep();
    expect(users().map(({ title }) => title)).toEqual(users().map(() => 'Countess'));
    await expectAllIsWell();
  });

  it('a queue full of a week’s messages: each person is written once, as they are now', async () => {
    const people = await company();
    const causes: readonly Cause[] = ['notification', 'delta', 'assignment', 'full', 'retry', 'reference'];
    const old: Change[] = people.flatMap((id) =>
      causes.flatMap((cause) =>
        Array.from({ length: 3 }, () => ({ v: 1, kind: 'user', id, cause, attempt: 0, candidate: null }) as const),
      ),
    );
    // Everybody was disabled and enabled again in that week, and has a new title since.
    for (const id of people) {
      bench.graph.directory.patchUser(id, { accountEnabled: false });
      bench.graph.directory.patchUser(id, { accountEnabled: true, jobTitle: 'Countess' });
    }
    const messages = old.map((change, n) => ({ change, messageId: messageIdOf(change, `${n}`) }));
    bench.clock.advance(7 * 24 * 60 * MINUTE);
    const before = writes();
    await bench.queue.send(messages);
    await bench.drain();
    expect(writes() - before).toBe(PEOPLE);
    expect(users().map(({ title }) => title)).toEqual(users().map(() => 'Countess'));
    await expectAllIsWell();
  });
});

describe('the check of every minute', () => {
  it('runs on one instance at a time, whatever the timers do', async () => {
    const [id = ''] = await company();
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    bench.clock.advance(MINUTE);
    const instances = [bench.app, bench.instance(), bench.instance()];
    bench.events.length = 0;
    await Promise.all(instances.map((on) => sweep(on).catch(() => undefined)));
    expect(bench.events.filter(({ event }) => event === 'sweepEnded')).toHaveLength(1);
    expect(bench.queue.waiting.filter(({ change }) => change.id === id)).toHaveLength(1);
  });
});
