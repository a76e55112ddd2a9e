import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweep } from '../../../shared/engine/sweep.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

const NAMES = ['ada', 'ben', 'cy'];
const accountOf = (name: string) => bench.account(`${name}@contoso.example`);
const patches = () => bench.slack.requests.filter(({ method }) => method === 'PATCH').length;

/** Ada, Ben and Cy, provisioned, and then promoted in Entra. */
async function promoted(): Promise<readonly [string, string, string]> {
  const ids = NAMES.map((name) => bench.addPerson({ userPrincipalName: `${name}@contoso.example` }));
  await bench.fullCycle();
  for (const id of ids) bench.graph.directory.patchUser(id, { jobTitle: 'Chief' });
  return ids as unknown as readonly [string, string, string];
}

describe('an account disabled by hand in Slack', () => {
  it('is left alone, read before each write, and reported; enabled there, it is ours again', async () => {
    const [ada] = await promoted();
    bench.slack.workspace.deactivateByHand(accountOf('ada')?.id ?? '');
    expect(await bench.notify(ada)).toMatchObject({ type: 'skipped', code: 'DisabledInSlack' });
    expect(accountOf('ada')?.active).toBe(false);
    const before = patches();
    bench.graph.directory.patchUser(ada, { jobTitle: 'Chief of all' });
    expect(await bench.notify(ada)).toMatchObject({ type: 'skipped', code: 'DisabledInSlack' });
    expect(patches()).toBe(before);
    bench.slack.workspace.editUser(accountOf('ada')?.id ?? '', { active: true });
    await bench.notify(ada);
    expect(accountOf('ada')).toMatchObject({ active: true, title: 'Chief of all' });
  });

  it('is no difference to the full cycle once it is known', async () => {
    const [ada] = await promoted();
    await Promise.all(NAMES.map((name) => accountOf(name)));
    bench.slack.workspace.deactivateByHand(accountOf('ada')?.id ?? '');
    await bench.notify(ada);
    await bench.fullCycle();
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  });

  it('is enabled, with all that has changed, when the configuration says so', async () => {
    const [ada] = await promoted();
    bench.slack.workspace.deactivateByHand(accountOf('ada')?.id ?? '');
    await bench.notify(ada);
    const on = bench.instance({ configuration: { safety: { disabledInSlack: 'enable' } } });
    await bench.fullCycle(on);
    expect(accountOf('ada')).toMatchObject({ active: true, title: 'Chief' });
  });
});

describe('Slack disables accounts when they are written', () => {
  it('right after it was seen active: the job stops, nothing is written afterwards, and no sweep lifts that', async () => {
    const [ada, ben] = await promoted();
    bench.slack.faults.deactivateOnWrite = true;
    await bench.process({ id: ada });
    expect(await bench.app.job.read('status')).toMatchObject({
      value: { state: 'quarantine', quarantine: { code: 'UnexpectedDeactivation' } },
    });
    const before = patches();
    await bench.notify(ben);
    await bench.notify(ben, { on: bench.instance() });
    bench.clock.advance(60_000);
    await sweep(bench.app).catch(() => undefined);
    await bench.drain();
    expect(patches()).toBe(before);
    expect(accountOf('ben')).toMatchObject({ active: true, title: 'Clerk' });
    expect((await bench.app.job.read('status'))?.value.state).toBe('quarantine');
  });

  it('the account that showed it is enabled again when a person lets the job go on', async () => {
    const [ada] = await promoted();
    bench.slack.faults.deactivateOnWrite = true;
    await bench.process({ id: ada });
    expect(accountOf('ada')?.active).toBe(false);
    bench.slack.faults.deactivateOnWrite = false;
    await bench.app.gate.start('test');
    bench.clock.advance(60_000);
    await sweep(bench.app).catch(() => undefined);
    await bench.drain();
    expect(accountOf('ada')).toMatchObject({ active: true, title: 'Chief' });
  });

  it('without having looked before: the first costs one account, from then on the instance looks before it writes', async () => {
    const [ada, ben, cy] = await promoted();
    bench.slack.faults.deactivateOnWrite = true;
    expect(await bench.notify(ada)).toMatchObject({ code: 'DisabledInSlack' });
    expect((await bench.app.job.read('status'))?.value.state ?? 'active').toBe('active');
    await bench.notify(ben);
    expect((await bench.app.job.read('status'))?.value.state).toBe('quarantine');
    await bench.notify(cy);
    expect(NAMES.map((name) => accountOf(name)?.active)).toEqual([false, false, true]);
  });

  it('an account that stays inactive when it is enabled concerns nobody else', async () => {
    const [ada] = await promoted();
    bench.graph.directory.patchUser(ada, { accountEnabled: false });
    await bench.notify(ada);
    bench.graph.directory.patchUser(ada, { accountEnabled: true });
    bench.slack.faults.deactivateOnWrite = true;
    expect(await bench.notify(ada)).toMatchObject({ type: 'failed', code: 'StaysInactive' });
    expect((await bench.app.job.read('status'))?.value.state ?? 'active').toBe('active');
  });
});
