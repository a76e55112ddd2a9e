import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDueFullCycle } from '../../../shared/engine/fullCycle.ts';
import { requestFullCycle } from '../../../shared/engine/requestFullCycle.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

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

const MAIL = 'ada@contoso.example';
const state = async () => (await bench.app.job.read('status'))?.value.state ?? 'active';
const isHeld = async () => (await bench.app.job.read('budgets'))?.value.hold ?? false;

/** Ada, provisioned and changed in Entra. */
async function changedAda(): Promise<string> {
  const id = bench.addPerson({ userPrincipalName: MAIL });
  await bench.fullCycle();
  bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
  return id;
}

describe('a refused credential', () => {
  it('stops the job; the probe lets it go on, and what changed meanwhile is processed', async () => {
    const id = await changedAda();
    bench.slack.faults.tokens = ['another'];
    await bench.notify(id);
    expect([await state(), await isHeld()]).toEqual(['quarantine', true]);
    await bench.nextSweep();
    expect(await state()).toBe('quarantine');
    expect(bench.account(MAIL)?.title).toBe('Clerk');
    bench.slack.faults.tokens = null;
    await bench.nextSweep();
    expect([await state(), await isHeld()]).toEqual(['active', false]);
    expect(bench.account(MAIL)?.title).toBe('Countess');
    expect(await bench.outcomes(id)).toEqual(['created', 'updated']);
  });

  it('sets nothing aside for good: what an instance puts back that has not heard of the end is sent again', async () => {
    const id = await changedAda();
    const stale = bench.instance();
    await bench.app.gate.quarantine(REFUSED);
    await bench.notify(id, { on: stale });
    const on = bench.instance({
      around: async (name, run) => {
        // Between the delta part and the part for what was set aside, the stale instance takes the delta's message.
        const message =
          name === 'dirty.delete' ? undefined : bench.queue.waiting.find(({ change }) => change.id === id);
        if (name === 'job.read' && message && !isTaken) {
          isTaken = true;
          bench.queue.waiting.length = 0;
          await bench.deliver(message, { on: stale });
        }
        return run();
      },
    });
    let isTaken = false;
    await sweep(on).catch(() => undefined);
    expect(isTaken).toBe(true);
    await bench.drain(on);
    expect(bench.account(MAIL)?.title).toBe('Countess');
  });

  it('stops another instance at its next write, though that one believes the job active', async () => {
    const id = await changedAda();
    const other = bench.instance();
    expect(await other.gate.state()).toBe('active');
    await bench.app.gate.quarantine(REFUSED);
    await bench.notify(id, { on: other });
    expect(bench.account(MAIL)?.title).toBe('Clerk');
    expect(await other.gate.state()).toBe('quarantine');
    await bench.nextSweep();
    expect(bench.account(MAIL)?.title).toBe('Countess');
  });

  it('met by a timer stops the job, too, but only when a small read is refused as well', async () => {
    await changedAda();
    bench.graph.faults.unauthorized = { next: 1, probability: 0, pathContains: '/users?' };
    await requestFullCycle('test', bench.app);
    bench.clock.advance(1000);
    await requestFullCycle('again', bench.app);
    await expect(runDueFullCycle(bench.app)).rejects.toThrow();
    expect(await state()).toBe('active');
    expect((await bench.app.cycles.recent(1))[0]?.error).toContain('token');
    bench.slack.faults.tokens = ['another'];
    await expect(runDueFullCycle(bench.app)).rejects.toThrow();
    expect(await state()).toBe('quarantine');
  });
});

describe('the state of the job', () => {
  it('a quarantine that a person must lift takes the place of one that ends by itself', async () => {
    await changedAda();
    const cause = (code: string) => ({ ...REFUSED, code });
    await bench.app.gate.quarantine(cause('invalid_authentication'));
    await bench.app.gate.quarantine(cause('UnexpectedDeactivation'));
    await bench.app.gate.quarantine(cause('invalid_authentication'));
    expect((await bench.app.job.read('status'))?.value.quarantine?.code).toBe('UnexpectedDeactivation');
    await bench.nextSweep();
    expect(await state()).toBe('quarantine');
  });

  it('a job that a person has paused is not in quarantine, so no probe starts it', async () => {
    const id = await changedAda();
    await bench.app.job.write('status', { state: 'paused', since: bench.clock.now().toISOString() });
    await bench.app.gate.quarantine(REFUSED);
    await bench.nextSweep();
    expect([await state(), await isHeld()]).toEqual(['paused', true]);
    await bench.notify(id);
    expect(bench.account(MAIL)?.title).toBe('Clerk');
  });

  it('the hold follows the status where an instance died between writing the two', async () => {
    const id = await changedAda();
    const budgets = await bench.app.job.read('budgets');
    await bench.app.job.write('budgets', { next: budgets?.value.next ?? {}, hold: true });
    await bench.notify(id);
    expect(bench.account(MAIL)?.title).toBe('Clerk');
    await bench.nextSweep();
    expect(await isHeld()).toBe(false);
    expect(bench.account(MAIL)?.title).toBe('Countess');
  });

  it('"enabled": false sets everything aside until an instance may write', async () => {
    const id = await changedAda();
    const off = bench.instance({ configuration: { enabled: false } });
    expect(await bench.notify(id, { on: off })).toBeUndefined();
    expect(bench.account(MAIL)?.title).toBe('Clerk');
    await bench.nextSweep();
    expect(bench.account(MAIL)?.title).toBe('Countess');
  });
});
