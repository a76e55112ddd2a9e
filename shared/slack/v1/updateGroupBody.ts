import type { GroupUpdate } from '../../ports/target.ts';
import { V1_URNS } from './urns.ts';

/** Body of `PATCH /Groups/{id}`: a partial group; members are added unless they are marked for deletion. */
export function updateGroupBody({ displayName, add, remove }: GroupUpdate): object {
  const members = [...add.map((value) => ({ value })), ...remove.map((value) => ({ value, operation: 'delete' }))];
  return {
    schemas: [V1_URNS.group],
    ...(displayName === undefined ? {} : { displayName }),
    ...(members.length === 0 ? {} : { members }),
  };
}
