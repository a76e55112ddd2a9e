import { CREATION_UNDERWAY } from './creationUnderway.ts';
import type { EngineDependencies } from './dependencies.ts';

/**
 * Lets failing objects be tried by the next sweep. Their waiting times are forgotten, not what failed: one that succeeds
 * comes out of escrow by that.
 * @returns how many they are
 */
export async function makeEscrowsDue({
  escrows,
  clock,
}: Pick<EngineDependencies, 'escrows' | 'clock'>): Promise<number> {
  const now = clock.now().toISOString();
  let count = 0;
  for await (const page of escrows.list()) {
    for (const escrow of page.filter(({ code }) => code !== CREATION_UNDERWAY)) {
      await escrows.put({ ...escrow, attempts: 0, nextAttemptAt: now });
      count += 1;
    }
  }
  return count;
}
