import type { DeadLetter } from '../model/deadLetter.ts';
import type { EngineDependencies } from './dependencies.ts';

/** How long it is remembered what could not be processed. */
const RETENTION_MS = 90 * 86_400_000;

/**
 * The minute's look after dead letters: one whose object is out of escrow has recovered, and old ones go.
 * @returns how many are open
 */
export async function settleDeadLetters({
  deadLetters,
  escrows,
  clock,
}: Pick<EngineDependencies, 'deadLetters' | 'escrows' | 'clock'>): Promise<number> {
  const now = clock.now();
  const oldest = new Date(now.getTime() - RETENTION_MS).toISOString();
  const recovered: DeadLetter[] = [];
  const old: DeadLetter[] = [];
  let open = 0;
  for await (const page of deadLetters.list()) {
    for (const letter of page) {
      if (letter.recordedAt < oldest) old.push(letter);
      else if (letter.state !== 'open') continue;
      else if (letter.change && !(await escrows.read(letter.change.kind, letter.change.id))) recovered.push(letter);
      else open += 1;
    }
  }
  const idsOf = (letters: readonly DeadLetter[]) => letters.map(({ id }) => id);
  await deadLetters.settle(idsOf(recovered), { state: 'recovered', settledAt: now.toISOString(), settledBy: null });
  await deadLetters.remove(idsOf(old));
  return open;
}
