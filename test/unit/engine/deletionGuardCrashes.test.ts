import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { decideDeletions } from '../../../shared/engine/decideDeletions.ts';
import { runDueFullCycle } from '../../../shared/engine/fullCycle.ts';
import { requestFullCycle } from '../../../shared/engine/requestFullCycle.ts';
import { sweep } from '../../../shared/engine/sweep.ts';
import { messageIdOf } from '../../../shared/model/change.ts';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';
import type { AroundRequest } from '../../support/engineInstance.ts';
import { addManaged, holdIn, stagedIn } from './deletionGuardPeople.ts';

const LIMIT = 1;
const DAY = 86_400_000;

let bench: EngineBench;
beforeEach(async () => {
  bench = await startEngineBench({ configuration: { safety: { maxDeletions: { count: LIMIT, percent: 0 } } } });
});
afterEach(() => bench.close());

/** An instance that dies at its n-th request of any kind, whether that is still carried out or not. */
function dying(at: number, isCarriedOut: boolean) {
  let requests = 0;
  const around: AroundRequest = async (_name, run) => {
    requests += 1;
    if (requests < at) return run();
    if (requests === at && isCarriedOut) await run();
    throw new Error('The process died.');
  };
  return bench.instance({ around });
}

const leave = (id: string) => bench.graph.directory.patchUser(id, { accountEnabled: false });

async function activeOf(ids: readonly string[]): Promise<readonly boolean[]> {
  const slackIds = await Promise.all(ids.map(async (id) => (await bench.anchor(id))?.slackId));
  return slackIds.map((slackId) => bench.slack.workspace.users().find(({ id }) => id === slackId)?.active ?? false);
}

/** A day later, so that no place in the budget is left over from the run before. */
async function startAnew(): Promise<void> {
  bench.clock.advance(2 * DAY);
  await bench.app.deletions.remove(await stagedIn(bench));
  await bench.app.job.remove('deletionHold');
}

it('wherever a worker dies, no more than the limit is disabled, with a place in the budget each, and everybody else is staged', async () => {
  const deaths = fc.record({ at: fc.integer({ min: 1, max: 14 }), isCarriedOut: fc.boolean(), isFirst: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(deaths, async ({ at, isCarriedOut, isFirst }) => {
      await startAnew();
      const people = await addManaged(bench, 2);
      for (const [index, id] of people.entries()) {
        leave(id);
        const change = { v: 1, kind: 'user', id, cause: 'notification', attempt: 0 } as const;
        const message = { change, messageId: messageIdOf(change, randomUUID()) };
        if ((index === 0) === isFirst) {
          await bench.deliver(message, { on: dying(at, isCarriedOut) }).catch(() => undefined);
        }
        await bench.deliver(message, { deliveryCount: 2, on: bench.instance() });
        await bench.drain();
      }
      const active = await activeOf(people);
      const disabled = active.filter((isActive) => !isActive).length;
      expect(disabled).toBeLessThanOrEqual(LIMIT);
      const { hours = {} } = (await bench.app.job.read('deletionBudget'))?.value ?? {};
      const reserved = Object.values(hours).reduce((sum, count) => sum + count, 0);
      expect(reserved).toBeGreaterThanOrEqual(disabled);
      const staged = (await stagedIn(bench)).map(({ id }) => id);
      for (const [index, id] of people.entries()) {
        expect(staged.includes(id)).toBe(active[index]);
        const outcome = active[index] ? 'staged(AccountDisabled)' : 'disabled(AccountDisabled)';
        expect(await bench.outcomes(id)).toContain(outcome);
        expect(await bench.anchor(id)).toMatchObject({ active: active[index], uncertain: false });
      }
    }),
    { numRuns: 8 },
  );
});

it('wherever a full cycle or a sweep over the limit dies, nobody is disabled, and all are staged in the end', async () => {
  const [stays = '', ...members] = await addManaged(bench, 4);
  for (const id of members) bench.unassign(id);
  const { id: group } = bench.graph.directory.addGroup({ displayName: 'Slack users' });
  bench.graph.directory.addMembers(group, members);
  bench.assign(group);
  await bench.fullCycle();
  const runs = fc.record({ at: fc.integer({ min: 3, max: 40 }), isCarriedOut: fc.boolean(), isSweep: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(runs, async ({ at, isCarriedOut, isSweep }) => {
      await startAnew();
      bench.unassign(group);
      const on = dying(at, isCarriedOut);
      if (!isSweep) await requestFullCycle(randomUUID(), bench.app);
      await (isSweep ? sweep(on) : runDueFullCycle(on)).catch(() => undefined);
      bench.clock.advance(60_000);
      if (!isSweep) await runDueFullCycle(bench.app);
      await bench.nextSweep();
      await bench.drain();
      expect(await activeOf([stays, ...members])).toEqual([true, true, true, true]);
      expect((await stagedIn(bench)).map(({ id }) => id).sort()).toEqual(members.toSorted());
      expect(await holdIn(bench)).toBeDefined();

      bench.assign(group);
      await bench.fullCycle();
      expect(await stagedIn(bench)).toEqual([]);
    }),
    { numRuns: 4 },
  );
});

it('wherever an approval dies, it is carried out after it is given again or picked up by the sweep, and only for its own', async () => {
  const people = await addManaged(bench, 3);
  await bench.fullCycle();
  const deaths = fc.record({ at: fc.integer({ min: 1, max: 6 }), isCarriedOut: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(deaths, async ({ at, isCarriedOut }) => {
      await startAnew();
      await bench.app.job.write('deletionBudget', { hours: { [bench.app.clock.now().toISOString().slice(0, 13)]: 1 } });
      const [approved = '', other = ''] = people;
      for (const id of [approved, other]) {
        leave(id);
        await bench.process({ id, cause: 'notification' });
      }
      const order = { decision: 'approve', ids: [approved], decidedBy: 'admin' } as const;
      await decideDeletions(order, dying(at, isCarriedOut)).catch(() => decideDeletions(order, bench.app));
      bench.clock.advance(16 * 60_000);
      await bench.nextSweep();
      expect(await activeOf([approved, other])).toEqual([false, true]);
      expect((await stagedIn(bench)).map(({ id }) => id)).toEqual([other]);

      for (const id of [approved, other]) {
        bench.graph.directory.patchUser(id, { accountEnabled: true });
        await bench.process({ id, cause: 'notification' });
      }
    }),
    { numRuns: 4 },
  );
});
