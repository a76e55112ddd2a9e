import type { ChangeEntry, MemberChange } from '../directory/changeLog.ts';
import type { GroupRecord, UserRecord } from '../directory/directoryState.ts';
import { type Schema, shownValue, specOf } from '../directory/propertySchema.ts';

/** Graph's name for the direct relations that a delta query can track: `manager@delta`, `members@delta`. */
interface RelationRow {
  readonly '@odata.type': string;
  readonly id: string;
  readonly '@removed'?: { readonly reason: 'deleted' };
}

/** In delta answers the reason is an object, and always `deleted` for relations; in notifications it is a string. */
export function relationRow(change: MemberChange): RelationRow {
  const row = { '@odata.type': `#microsoft.graph.${change.type}`, id: change.id };
  return change.removed ? { ...row, '@removed': { reason: 'deleted' } } : row;
}

/**
 * The row of an object: `@removed` when it was deleted (`changed` = it is in the recycle bin, `deleted` = for good),
 * otherwise its selected properties, of which those never set are absent.
 */
export function objectRow(
  schema: Schema,
  id: string,
  record: Pick<UserRecord | GroupRecord, 'properties' | 'deletedDateTime'> | undefined,
  properties: readonly string[],
): Record<string, unknown> {
  if (!record) return { id, '@removed': { reason: 'deleted' } };
  if (record.deletedDateTime !== null) return { id, '@removed': { reason: 'changed' } };
  const row: Record<string, unknown> = {};
  for (const name of properties) {
    if (name in record.properties) row[name] = shownValue(specOf(schema, name), record.properties[name]);
  }
  row.id = id;
  return row;
}

/** What happened to one object within a page, put together from its changes. */
export interface CollapsedChange {
  readonly id: string;
  /** Names of changed properties; `undefined`: all, the object is new or came back. */
  changed: Set<string> | undefined;
  readonly members: Map<string, MemberChange>;
  readonly managers: Map<string, MemberChange>;
}

export function emptyChange(id: string): CollapsedChange {
  return { id, changed: new Set(), members: new Map(), managers: new Map() };
}

/** Adds a change to what is known of its object; of several changes of one relation the last counts. */
export function collapse(into: CollapsedChange, entry: ChangeEntry): void {
  if (entry.type === 'created' || entry.type === 'restored') into.changed = undefined;
  for (const name of entry.properties) into.changed?.add(name);
  for (const member of entry.members ?? []) into.members.set(member.id, member);
  const { added, removed } = entry.manager ?? { added: null, removed: null };
  if (removed !== null) into.managers.set(removed, { id: removed, type: 'user', removed: true });
  if (added !== null) into.managers.set(added, { id: added, type: 'user', removed: false });
}
