import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pauseJob, restartJob, startJob } from '../../../shared/engine/controlJob.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

const MAIL = 'ada@contoso.example';
const DAY_MS = 86_400_000;

let bench: EngineBench;
let id: string;
beforeEach(async () => {
  bench = await startEngineBench({ configuration: { safety: { maxDeletions: { count: 0, percent: 0 } } } });
  id = bench.addPerson({ userPrincipalName: MAIL });
  await bench.fullCycle();
});
afterEach(() => bench.close());

const title = () => bench.account(MAIL)?.title;
const request = async () => (await bench.app.job.read('fullRequest'))?.value.reason;
const status = async () => (await bench.app.job.read('status'))?.value;

describe('a paused job', () => {
  it('writes nothing on any instance, and after the start everything that changed meanwhile is made good', async () => {
    const other = bench.instance();
    await bench.notify(id, { on: other });
    expect(await pauseJob('ada', bench.app)).toMatchObject({ state: 'paused' });
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await bench.notify(id);
    await bench.notify(id, { on: other });
    await bench.nextSweep();
    expect(title()).toBe('Clerk');

    const before = await request();
    expect(await startJob('ben', bench.app)).toMatchObject({ state: 'active' });
    expect(await status()).toMatchObject({ state: 'active', by: 'ben' });
    await bench.nextSweep();
    expect(title()).toBe('Countess');
    expect(await request()).toBe(before);
  });

  it('compares everything when it is started after more than a day', async () => {
    await pauseJob('ada', bench.app);
    bench.clock.advance(DAY_MS + 1);
    await startJob('ada', bench.app);
    expect(await request()).toBe('started after more than a day');
  });

  it('is not ended by the probe of a quarantine, and a pause in quarantine holds', async () => {
    await bench.app.gate.quarantine({
      reason: 'EncounteredQuarantineException',
      code: 'invalid_authentication',
      message: 'no',
    });
    await pauseJob('ada', bench.app);
    await bench.nextSweep();
    expect(await status()).toMatchObject({ state: 'paused', by: 'ada' });
  });

  it('stays paused where provisioning.json has it switched off, and the refusal says so', async () => {
    const off = bench.instance({ configuration: { enabled: false } });
    await expect(startJob('ada', off)).rejects.toMatchObject({ class: 'conflict', code: 'SwitchedOff' });
  });
});

describe('a restart', () => {
  it('without scopes lifts a quarantine, asks for a full cycle and tries failing objects again', async () => {
    const now = bench.clock.now().toISOString();
    const later = new Date(bench.clock.ms() + DAY_MS).toISOString();
    await bench.app.escrows.put({
      kind: 'user',
      id,
      code: 'email_invalid',
      reason: 'no',
      attempts: 7,
      nextAttemptAt: later,
    });
    await bench.app.gate.quarantine({
      reason: 'EncounteredQuarantineException',
      code: 'UnexpectedDeactivation',
      message: 'no',
    });
    expect((await restartJob([], 'ada', bench.app)).state).toBe('active');
    expect(await request()).toBe('restarted by ada');
    expect(await bench.app.escrows.read('user', id)).toMatchObject({ attempts: 0, nextAttemptAt: now });
    await bench.nextSweep();
    expect(await bench.app.escrows.read('user', id)).toBeUndefined();
  });

  it('with one scope touches nothing else', async () => {
    const before = await request();
    await bench.app.gate.pause('ada');
    expect(await restartJob(['Escrows'], 'ben', bench.app)).toMatchObject({ state: 'paused' });
    expect(await request()).toBe(before);
    await restartJob(['Watermark'], 'ben', bench.app);
    expect([await request(), (await status())?.state]).toEqual(['restarted by ben', 'paused']);
  });

  it('with ForceDeletes approves what is staged, and nothing without it', async () => {
    bench.addPerson({ userPrincipalName: 'ben@contoso.example' });
    await bench.fullCycle();
    bench.unassign(id);
    await bench.fullCycle();
    await restartJob(['Full'], 'ada', bench.app);
    await bench.fullCycle();
    expect(bench.account(MAIL)?.active).toBe(true);
    expect((await restartJob(['ForceDeletes'], 'ada', bench.app)).done).toEqual(['1 staged deletions are approved.']);
    await bench.drain();
    expect(bench.account(MAIL)?.active).toBe(false);
  });
});
