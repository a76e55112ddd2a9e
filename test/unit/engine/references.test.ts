import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweep } from '../../../shared/engine/sweep.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench();
});
afterEach(() => bench.close());

const mail = (name: string) => `${name}@contoso.example`;
const slackIdOf = (name: string) => bench.account(mail(name))?.id;
const managerOf = (name: string) => bench.account(mail(name))?.profile?.managerId ?? null;
const add = (name: string, options?: { assigned: boolean }) =>
  bench.addPerson({ userPrincipalName: mail(name) }, options);
const waitersFor = (id: string) => bench.app.waiting.of(id);

it('a manager who gets an account later is written then, and nobody waits any more', async () => {
  const [boss, ann] = [add('boss', { assigned: false }), add('ann')];
  bench.graph.directory.setManager(ann, boss);
  await bench.fullCycle();
  expect(managerOf('ann')).toBeNull();
  expect(await waitersFor(boss)).toEqual([{ kind: 'user', id: ann }]);
  bench.assign(boss);
  await bench.nextSweep();
  expect(managerOf('ann')).toBe(slackIdOf('boss'));
  expect(await waitersFor(boss)).toEqual([]);
  expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
});

it('people who are each other’s managers get both references without a second cycle', async () => {
  const [ann, ben, cy] = [add('ann'), add('ben'), add('cy')];
  bench.graph.directory.setManager(ann, ben);
  bench.graph.directory.setManager(ben, cy);
  bench.graph.directory.setManager(cy, ann);
  const cycle = await bench.fullCycle();
  expect(['ann', 'ben', 'cy'].map(managerOf)).toEqual(['ben', 'cy', 'ann'].map(slackIdOf));
  expect(cycle).toMatchObject({ planned: 3, done: 3 });
});

it('managers whom accounts have already when they are adopted are not written again', async () => {
  const people = [add('ann'), add('ben'), add('cy')];
  for (const [index, id] of people.entries()) bench.graph.directory.setManager(id, people[(index + 1) % 3] ?? '');
  await bench.fullCycle();
  for (const id of people) {
    const anchor = await bench.anchor(id);
    if (anchor) await bench.app.anchors.release(anchor);
  }
  const { slack } = await bench.calls(() => bench.fullCycle());
  expect(slack.filter((call) => !call.startsWith('GET'))).toEqual([]);
  expect(await Promise.all(people.map((id) => bench.outcomes(id)))).toEqual(
    people.map(() => expect.arrayContaining(['created', 'adopted'])),
  );
  expect((await bench.anchor(people[0] ?? ''))?.references).toMatchObject({
    'urn:scim:schemas:extension:enterprise:1.0.manager': people[1],
  });
});

it('a manager who never gets an account is waited for in silence', async () => {
  const [boss, ann] = [add('boss', { assigned: false }), add('ann')];
  bench.graph.directory.setManager(ann, boss);
  await bench.fullCycle();
  for (let day = 0; day < 3; day += 1) {
    await bench.nextSweep();
    expect(await bench.fullCycle()).toMatchObject({ planned: 0 });
  }
  expect(bench.queue.waiting).toEqual([]);
  expect(await bench.outcomes(ann)).toEqual(['created']);
});

it('waiters are woken by the redelivery when the worker died between the claim and the waking', async () => {
  const [boss, ann] = [add('boss', { assigned: false }), add('ann')];
  bench.graph.directory.setManager(ann, boss);
  await bench.fullCycle();
  bench.assign(boss);
  bench.clock.advance(60_000);
  await sweep(bench.app).catch(() => undefined);
  const message = bench.queue.waiting.find(({ change }) => change.id === boss);
  if (!message) throw new Error('The assignment was not enqueued.');
  let isDead = false;
  const dying = bench.instance({
    around: async (name, run) => {
      isDead ||= name === 'waiting.all';
      if (isDead) throw new Error('dead');
      return run();
    },
  });
  await expect(bench.deliver(message, { on: dying })).rejects.toThrow();
  expect(await bench.anchor(boss)).toBeDefined();
  await bench.deliver(message, { on: bench.instance(), deliveryCount: 2 });
  await bench.drain();
  expect(managerOf('ann')).toBe(slackIdOf('boss'));
});

it('somebody who fails again and again is not forgotten by those who wait for them', async () => {
  const [boss, ann] = [bench.addPerson({ userPrincipalName: mail('boss'), mail: null }), add('ann')];
  bench.graph.directory.setManager(ann, boss);
  bench.addGroup('Guild', [boss, ann]);
  await bench.fullCycle();
  await bench.process({ id: boss, cause: 'retry' });
  await bench.drain();
  expect(await waitersFor(boss)).toEqual([expect.objectContaining({ kind: 'group' }), { kind: 'user', id: ann }]);
  bench.graph.directory.patchUser(boss, { mail: mail('boss') });
  await bench.notify(boss);
  await bench.drain();
  expect(managerOf('ann')).toBe(slackIdOf('boss'));
  expect(bench.membersOf('Guild')).toEqual(['ann', 'boss']);
});

it('a change of manager is written, and so is the end of having one', async () => {
  const [ann, one, two] = [add('ann'), add('one'), add('two')];
  bench.graph.directory.setManager(ann, one);
  await bench.fullCycle();
  bench.graph.directory.setManager(ann, two);
  await bench.notify(ann);
  expect(managerOf('ann')).toBe(slackIdOf('two'));
  bench.graph.directory.setManager(ann, null);
  await bench.notify(ann);
  expect(managerOf('ann')).toBeNull();
});

it('a manager who is about to be enabled when a report is looked at is written a little later', async () => {
  const [boss, ann] = [add('boss'), add('ann')];
  bench.graph.directory.setManager(ann, boss);
  await bench.fullCycle();
  bench.graph.directory.patchUser(boss, { accountEnabled: false });
  await bench.notify(boss);
  await bench.drain();
  expect(managerOf('ann')).toBeNull();
  // The worker who enables them has not come to its end yet: what it says last is what others would see.
  const anchor = await bench.anchor(boss);
  if (!anchor) throw new Error('There is no anchor.');
  const underWay = await bench.app.anchors.update({ ...anchor, uncertain: true, lastOutcome: 'disabling' });
  await bench.process({ id: ann, cause: 'reference' });
  await bench.app.anchors.update({ ...underWay, active: true, uncertain: false, lastOutcome: 'updated' });
  await bench.drain();
  expect(managerOf('ann')).toBe(slackIdOf('boss'));
});
