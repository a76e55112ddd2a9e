import type { DeadLetter } from '../model/deadLetter.ts';
import type { Health } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

/** How long it is remembered what could not be processed. */
const RETENTION_MS = 90 * 86_400_000;

/**
 * The minute's look after dead letters: one whose object is out of escrow has recovered, and old ones go.
 * @returns how many are open, and when the newest of them was recorded
 */
export async function settleDeadLetters({
  deadLetters,
  escrows,
  clock,
}: Pick<EngineDependencies, 'deadLetters' | 'escrows' | 'clock'>): Promise<
  Pick<Health, 'openDeadLetters' | 'newestDeadLetterAt'>
> {
  const now = clock.now();
  const oldest = new Date(now.getTime() - RETENTION_MS).toISOString();
  const recovered: DeadLetter[] = [];
  const old: DeadLetter[] = [];
  const open: DeadLetter[] = [];
  for await (const page of deadLetters.list()) {
    for (const letter of page) {
      if (letter.recordedAt < oldest) old.push(letter);
      else if (letter.state !== 'open') continue;
      else if (letter.change && !(await escrows.read(letter.change.kind, letter.change.id))) recovered.push(letter);
      else open.push(letter);
    }
  }
  const idsOf = (letters: readonly DeadLetter[]) => letters.map(({ id }) => id);
  await deadLetters.settle(idsOf(recovered), { state: 'recovered', settledAt: now.toISOString(), settledBy: null });
  await deadLetters.remove(idsOf(old));
  const recorded = open.map(({ recordedAt }) => recordedAt).sort();
  return { openDeadLetters: open.length, newestDeadLetterAt: recorded.at(-1) ?? null };
}
