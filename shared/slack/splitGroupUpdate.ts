import type { GroupUpdate } from '../ports/target.ts';

/**
 * Ids in one request. Slack takes 15,000 and advises 5,000.
 * https://docs.slack.dev/reference/scim-api (PATCH /Groups)
 */
export const MEMBERS_PER_REQUEST = 5000;

/** The ids in portions that one request may hold, each id once; none for no ids. */
export function portionsOf(ids: readonly string[], size = MEMBERS_PER_REQUEST): readonly (readonly string[])[] {
  const distinct = [...new Set(ids)];
  const count = Math.ceil(distinct.length / size);
  return Array.from({ length: count }, (_, index) => distinct.slice(index * size, (index + 1) * size));
}

/**
 * The update as updates that one request each may hold: one where it fits, else the name with the first; all additions
 * go before the removals. An id in both lists ends up removed, so it is not added. Nothing for an empty update.
 */
export function splitGroupUpdate(update: GroupUpdate, size = MEMBERS_PER_REQUEST): readonly GroupUpdate[] {
  const removed = new Set(update.remove);
  const added = new Set(update.add.filter((id) => !removed.has(id)));
  const portions = portionsOf([...added, ...removed], size);
  const updates = portions.map((ids) => ({
    add: ids.filter((id) => added.has(id)),
    remove: ids.filter((id) => removed.has(id)),
  }));
  if (update.displayName === undefined) return updates;
  const [first = { add: [], remove: [] }, ...rest] = updates;
  return [{ displayName: update.displayName, ...first }, ...rest];
}
