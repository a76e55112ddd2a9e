import type { ObjectKind } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';

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
