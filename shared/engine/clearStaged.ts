import type { StoredAnchor } from '../model/anchor.ts';
import type { ObjectKind } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';
import { saveAnchor } from './saveAnchor.ts';

/** `lastOutcome` of an anchor whose object waits for somebody to decide about its deletion, or did when it was last looked at. */
export const STAGED = 'staged';

/** Withdraws a staged deletion: the object is to stay after all. One table operation, and no error when there is none. */
export async function clearStaged(
  kind: ObjectKind,
  id: string,
  { deletions }: Pick<EngineDependencies, 'deletions'>,
): Promise<void> {
  await deletions.remove([{ kind, id }]);
}

/** The same for somebody who is entitled again, where their anchor says that a deletion was staged. Costs nothing otherwise. */
export async function withdrawStaged(anchor: StoredAnchor, dependencies: EngineDependencies): Promise<StoredAnchor> {
  if (anchor.lastOutcome !== STAGED) return anchor;
  await clearStaged(anchor.kind, anchor.sourceId, dependencies);
  return saveAnchor(anchor, { lastOutcome: 'unchanged' }, dependencies);
}
