import { type Change, messageIdOf } from '../../model/change.ts';
import type { EngineDependencies } from '../dependencies.ts';

/** Reasons to look at a group within this time are one look. */
const TOGETHER_MS = 5_000;
/** So much later the look takes place: whoever names the same look meanwhile, on a clock that is behind, still comes in time. */
const MARGIN_MS = 3_000;

/**
 * Brings groups up for another look, a few seconds from now. A group that hundreds of new accounts wait to join is looked at every few
 * seconds and not for each of them: the looks of one span share a message id, so the queue keeps one.
 * @param why tells looks of different origins apart
 */
export async function lookTogether(
  groupIds: readonly string[],
  why: string,
  { queue, clock }: Pick<EngineDependencies, 'queue' | 'clock'>,
): Promise<void> {
  if (groupIds.length === 0) return;
  let at: Date;
  do {
    const span = Math.floor(clock.now().getTime() / TOGETHER_MS);
    at = new Date((span + 1) * TOGETHER_MS + MARGIN_MS);
    const looks = groupIds.map((id) => {
      const change: Change = { v: 1, kind: 'group', id, cause: 'reference', attempt: 0 };
      return { change, messageId: messageIdOf(change, `${why}-${span.toString(36)}`), at };
    });
    await queue.send(looks);
    // A sender that was held up may have named a look that is over.
  } while (clock.now() >= at);
}
