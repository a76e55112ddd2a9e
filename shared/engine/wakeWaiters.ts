import { type Change, messageIdOf } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';
import { lookTogether } from './groups/lookTogether.ts';

/** An object got its anchor: whoever waits for it is looked at again, and only then forgotten. */
export async function wakeWaiters(
  id: string,
  dependencies: Pick<EngineDependencies, 'waiting' | 'queue' | 'clock'>,
): Promise<void> {
  const { waiting, queue, clock } = dependencies;
  const waiters = await waiting.of(id);
  if (waiters.length === 0) return;
  const source = `r-${clock.now().getTime().toString(36)}-${id.slice(0, 8)}`;
  const [groups, users] = [
    waiters.filter(({ kind }) => kind === 'group'),
    waiters.filter(({ kind }) => kind === 'user'),
  ];
  await queue.send(
    users.map((waiter) => {
      const change: Change = { v: 1, kind: waiter.kind, id: waiter.id, cause: 'reference', attempt: 0 };
      return { change, messageId: messageIdOf(change, source) };
    }),
  );
  await lookTogether(
    groups.map(({ id: groupId }) => groupId),
    'w',
    dependencies,
  );
  await waiting.remove(id, waiters);
}
