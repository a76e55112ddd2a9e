import type { ObjectKind } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';
import { lookTogether } from './groups/lookTogether.ts';
import { sendReferences } from './sendReferences.ts';

/** An object got its anchor: whoever waits for it is looked at again, and only then forgotten. */
export async function wakeWaiters(
  id: string,
  dependencies: Pick<EngineDependencies, 'waiting' | 'queue' | 'clock'>,
): Promise<void> {
  const waiters = await dependencies.waiting.of(id);
  if (waiters.length === 0) return;
  const idsOf = (wanted: ObjectKind) => waiters.filter(({ kind }) => kind === wanted).map((waiter) => waiter.id);
  await sendReferences(idsOf('user'), { kind: 'user' }, { why: `r-${id.slice(0, 8)}` }, dependencies);
  await lookTogether(idsOf('group'), 'w', dependencies);
  await dependencies.waiting.remove(id, waiters);
}
