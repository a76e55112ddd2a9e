import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDueFullCycle } from '../../../shared/engine/fullCycle.ts';
import { isPending, requestFullCycle } from '../../../shared/engine/requestFullCycle.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import type { Cycle } from '../../../shared/model/job.ts';
import { type EngineBench, mappingsWith, startEngineBench } from '../../support/engineBench.ts';

const REFUSED = {
  reason: 'EncounteredQuarantineException',
  code: 'invalid_authentication',
  message: 'm',
} as const;

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

const MINUTE = 60_000;
const mail = (name: string) => `${name}@contoso.example`;
const add = (name: string) => bench.addPerson({ userPrincipalName: mail(name) });
const newest = async () => (await bench.app.cycles.recent(1))[0] as Cycle;
const count = async () => (await bench.app.cycles.recent(10)).length;
const request = async () => (await bench.app.job.read('fullRequest'))?.value;

/** The minute's sweep. Subscriptions cannot be made here, since nobody answers Graph's handshake. */
async function nextSweep(on = bench.app): Promise<void> {
  bench.clock.advance(MINUTE);
  await sweep(on).catch(() => undefined);
}

/** The minute's look whether a cycle is due. */
async function nextCycle(on = bench.app): Promise<void> {
  bench.clock.advance(MINUTE);
  await runDueFullCycle(on);
}

/** An instance whose request of the given name fails, the first time or always. */
function failing(failingName: string, times = 1) {
  let left = times;
  return bench.instance({
    around: async (name, run) => {
      if (name === failingName && left > 0) {
        left -= 1;
        throw new Error(`${name} fails`);
      }
      return run();
    },
  });
}

describe('requests', () => {
  it('that come while a cycle scans are answered by the next one, and only once', async () => {
    add('ada');
    const during = bench.instance({
      around: async (name, run) => {
        if (name === 'graph.latestDelta') {
          bench.clock.advance(1);
          await requestFullCycle('from a person', bench.app);
        }
        return run();
      },
    });
    await requestFullCycle('from a person', bench.app);
    await nextCycle(during);
    await bench.drain();
    expect(isPending((await request()) ?? { reason: '', requestedAt: '' }, await newest())).toBe(true);
    for (let minute = 0; minute < 3; minute += 1) await nextCycle();
    expect(await count()).toBe(2);
  });

  it('that come while a cycle is provisioning wait until it has ended', async () => {
    add('ada');
    await nextCycle();
    await requestFullCycle('from a person', bench.app);
    await nextCycle();
    expect(await count()).toBe(1);
    await bench.drain();
    await nextCycle();
    expect(await newest()).toMatchObject({ kind: 'full', reason: 'from a person', phase: 'ended' });
  });

  it('a configuration that is changed before the first sweep has seen the old one asks for one, too', async () => {
    await bench.fullCycle();
    const changed = bench.instance({
      configuration: { users: mappingsWith({ target: 'title', source: '[department]' }) },
    });
    await nextSweep(changed);
    expect((await request())?.reason).toMatch(/^configuration changed/);
  });

  it('a changed configuration asks for one; an older version of the app neither asks nor overwrites', async () => {
    const id = add('ada');
    await nextCycle();
    await bench.drain();
    await nextSweep();
    const changed = { users: mappingsWith({ target: 'title', source: '"Staff"' }) };
    const [older, newer] = ['0.0.9', '0.2.0'].map((appVersion) =>
      bench.instance({ configuration: changed, appVersion }),
    );
    await nextSweep(older);
    expect(await request()).toBeUndefined();
    await nextSweep(newer);
    expect((await request())?.reason).toMatch(/^configuration changed/);
    await nextSweep();
    expect((await bench.app.job.read('config'))?.value.appVersion).toBe('0.2.0');
    bench.clock.advance(MINUTE);
    await runDueFullCycle(newer ?? bench.app);
    await bench.drain(newer);
    expect(bench.account(mail('ada'))?.title).toBe('Staff');
    await nextSweep(newer);
    expect(await count()).toBe(2);
    expect(id).toBeDefined();
  });

  it('an expired delta link asks for one, once, however many sweeps meet it before the scan is through', async () => {
    add('ada');
    await nextCycle();
    await bench.drain();
    const link = await bench.app.job.read('delta-users');
    if (!link) throw new Error('no delta link');
    await bench.app.job.write('delta-users', { ...link.value, select: 'another' });
    await nextSweep();
    await nextSweep();
    const broken = failing('graph.latestDelta');
    await expect(nextCycle(broken)).rejects.toThrow();
    await nextSweep();
    for (let minute = 0; minute < 3; minute += 1) await nextCycle();
    expect(await count()).toBe(2);
  });
});

describe('a scan', () => {
  it('that dies is started over under the same cycle, says so meanwhile, and what it had enqueued is not repeated', async () => {
    for (const name of ['ada', 'ben', 'cy']) add(name);
    await expect(nextCycle(failing('job.put'))).rejects.toThrow();
    const first = await newest();
    expect(first).toMatchObject({ phase: 'scanning', error: expect.stringContaining('job.put fails') });
    expect(bench.queue.waiting).toHaveLength(3);
    await nextCycle();
    expect(bench.queue.waiting).toHaveLength(3);
    await bench.drain();
    expect(await newest()).toMatchObject({ id: first.id, phase: 'ended', planned: 3, done: 3, error: null });
    expect(bench.slack.workspace.size).toBe(3);
  });

  it('concludes nothing from a directory that lists nobody', async () => {
    const id = add('ada');
    await bench.fullCycle();
    bench.graph.directory.purgeUser(id);
    bench.clock.advance(MINUTE);
    await requestFullCycle('test', bench.app);
    await nextCycle();
    expect((await newest()).error).toContain('no users at all');
    expect(bench.account(mail('ada'))?.active).toBe(true);
  });

  it('does not run twice: the lease of a living holder keeps others away, that of a dead one runs out', async () => {
    add('ada');
    const until = () => new Date(bench.clock.ms() + 20_000).toISOString();
    await bench.app.job.write('lease-fullCycle', { owner: 'other', until: until() });
    await runDueFullCycle(bench.app);
    expect(await count()).toBe(0);
    bench.clock.advance(20_001);
    await runDueFullCycle(bench.app);
    expect(await count()).toBe(1);
  });

  it('whose lease was taken over stops before it enqueues', async () => {
    add('ada');
    const slow = bench.instance({
      around: async (name, run) => {
        const result = await run();
        if (name === 'graph.latestDelta') bench.clock.advance(15_000);
        return result;
      },
    });
    await expect(nextCycle(slow)).rejects.toThrow('lease');
    expect(bench.queue.sent).toEqual([]);
    await nextCycle();
    expect(bench.queue.sent).toHaveLength(1);
  });

  it('with nothing changed reads Slack’s accounts and groups once and writes nothing there', async () => {
    for (const name of ['ada', 'ben', 'cy']) add(name);
    await bench.fullCycle();
    const calls = await bench.calls(() => bench.fullCycle());
    expect(calls.slack).toEqual(['GET /scim/v2/Users', 'GET /scim/v2/Groups']);
    expect(await newest()).toMatchObject({ planned: 0, phase: 'ended' });
  });
});

describe('the end of a cycle', () => {
  it('comes when every object has a result, whatever that is', async () => {
    const [gone, bad] = [add('gone'), bench.addPerson({ userPrincipalName: mail('bad'), mail: null })];
    const ids = [add('late'), add('fine')];
    await nextCycle();
    bench.unassign(gone);
    await bench.app.scope.remove(await bench.app.scope.rowsOf('user', gone));
    bench.slack.faults.serverErrors = { ...bench.slack.faults.serverErrors, next: 1, methods: ['POST'] };
    await bench.drain();
    expect(await newest()).toMatchObject({ phase: 'ended', planned: 4, done: 2, failed: 1, skipped: 1 });
    expect((await bench.outcomes(bad)).at(-1)).toBe('failed(MandatoryFieldsMissing)');
    expect(ids).toHaveLength(2);
  });

  it('counts what was set aside while the job stood still as skipped', async () => {
    add('ada');
    await nextCycle();
    await bench.app.gate.quarantine({ ...REFUSED, code: 'UnexpectedDeactivation' });
    await bench.drain();
    expect(await newest()).toMatchObject({ phase: 'ended', skipped: 1 });
  });

  it('is not put off for ever by an object that was registered and never enqueued', async () => {
    add('ada');
    await nextCycle();
    bench.queue.waiting.length = 0;
    await nextSweep();
    expect((await newest()).phase).toBe('provisioning');
    bench.clock.advance(3 * 3_600_000);
    await nextSweep();
    expect(await newest()).toMatchObject({ phase: 'ended', failed: 1, error: '1 objects had no result in time.' });
    bench.queue.waiting.length = 0;
    await bench.fullCycle();
    expect(bench.account(mail('ada'))?.active).toBe(true);
  });

  it('does not wait for an object that a scan registered before it died and that is in order by the time of the next', async () => {
    const id = add('ada');
    const dying = bench.instance({
      around: async (name, run) => {
        if (name === 'queue.send') throw new Error('The process died.');
        return run();
      },
    });
    await expect(nextCycle(dying)).rejects.toThrow('died');
    await bench.process({ id, cause: 'onDemand' });
    await nextCycle();
    expect(bench.queue.waiting).toHaveLength(0);
    expect(await newest()).toMatchObject({ phase: 'ended', failed: 0, error: null });
  });

  it('is not doubled by a redelivery of its last message', async () => {
    const id = add('ada');
    await nextCycle();
    const message = bench.queue.take();
    if (!message) throw new Error('nothing was enqueued');
    await bench.deliver(message);
    await bench.deliver(message, { deliveryCount: 2, on: bench.instance() });
    expect(await newest()).toMatchObject({ phase: 'ended', planned: 1, done: 1 });
    expect(bench.slack.workspace.size).toBe(1);
    expect(id).toBeDefined();
  });
});
