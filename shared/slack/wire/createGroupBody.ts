import type { NewGroup } from '../wireFormat.ts';
import type { Urns } from './urns.ts';

/** Body of `POST /Groups`, the same in both versions but for the schema name. */
export function createGroupBody({ displayName, memberIds }: NewGroup, urns: Urns): object {
  return { schemas: [urns.group], displayName, members: memberIds.map((value) => ({ value })) };
}
