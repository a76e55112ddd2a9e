import type { StoredAnchor } from '../model/anchor.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Writes an anchor with some changes, on condition that nobody else has written it. Throws ConcurrencyError otherwise. */
export async function saveAnchor(
  anchor: StoredAnchor,
  changes: Partial<StoredAnchor>,
  { anchors, clock }: EngineDependencies,
): Promise<StoredAnchor> {
  return anchors.update({ ...anchor, ...changes, updatedAt: clock.now().toISOString() });
}
