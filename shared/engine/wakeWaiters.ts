import { type Change, messageIdOf } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';

/** An object got its anchor: whoever waits for it is looked at again, and only then forgotten. */
export async function wakeWaiters(id: string, { waiting, queue, clock }: EngineDependencies): Promise<void> {
  const waiters = await waiting.of(id);
  if (waiters.length === 0) return;
  const source = `r-${clock.now().getTime().toString(36)}-${id.slice(0, 8)}`;
  await queue.send(
    waiters.map((waiter) => {
      const change: Change = { v: 1, kind: waiter.kind, id: waiter.id, cause: 'reference', attempt: 0 };
      return { change, messageId: messageIdOf(change, source) };
    }),
  );
  await waiting.remove(id, waiters);
}
