import { buildApp } from '../../infra/scripts/build.ts';
import { type Change, messageIdOf } from '../../shared/model/change.ts';
import { createChangeQueue } from '../../shared/queue/changeQueue.ts';
import { eventually } from '../support/scenario.ts';
import { type BenchRow, rowOf } from './benchRow.ts';
import { startSeededScenario } from './startSeededScenario.ts';

/** Unchanged people, a message and a session each, through one instance. */
export async function drain({ people = 10_000 } = {}): Promise<readonly BenchRow[]> {
  await buildApp();
  const { scenario, ids } = await startSeededScenario({ people, groups: 0, membersOfEach: 0 });
  try {
    const { serviceBus } = scenario.stack;
    const queue = createChangeQueue({ connection: serviceBus });
    const counts = () => ({ ...serviceBus.messages });
    await scenario.idle();
    const before = counts();
    const slackBefore = scenario.slack.requests.length;
    const started = performance.now();
    await queue.send(
      ids.map((id) => {
        const change: Change = { v: 1, kind: 'user', id, cause: 'delta', attempt: 0 };
        return { change, messageId: messageIdOf(change, 'd-bench') };
      }),
    );
    await eventually(() => {
      const { active } = serviceBus.queueDepth('changes');
      if (active > 0) throw new Error(`${active} messages are left.`);
    }, 1_200_000);
    const seconds = (performance.now() - started) / 1000;
    const after = counts();
    const again = after.receive - before.receive - people;
    await queue.close();
    const perSecond = people / seconds;
    return [
      {
        what: `drain of ${people} unchanged objects, one instance`,
        measured: `${perSecond.toFixed(0)} a second`,
        goal: '≥ 30 a second',
        met: perSecond >= 30,
      },
      rowOf('  delivered more than once (a lock was lost)', again, '', 0, 0),
      rowOf('  requests to Slack', scenario.slack.requests.length - slackBefore, '', 0, 0),
    ];
  } finally {
    await scenario.close();
  }
}
