import { type Change, messageIdOf } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';

/**
 * Has objects looked at again because of another one, now or at a given time. `why` is part of the message ids, so that the
 * same cause at the same moment is queued once.
 */
export async function sendReferences(
  ids: readonly string[],
  about: Pick<Change, 'kind' | 'members'>,
  { why, at }: { readonly why: string; readonly at?: Date },
  { queue, clock }: Pick<EngineDependencies, 'queue' | 'clock'>,
): Promise<void> {
  const source = `${why}-${clock.now().getTime().toString(36)}`;
  await queue.send(
    ids.map((id) => {
      const change: Change = { v: 1, id, cause: 'reference', attempt: 0, ...about };
      return { change, messageId: messageIdOf(change, source), ...(at ? { at } : {}) };
    }),
  );
}
