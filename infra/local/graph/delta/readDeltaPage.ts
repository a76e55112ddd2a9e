import type { DirectoryState, GroupRecord, UserRecord } from '../directory/directoryState.ts';
import { GROUP_SCHEMA } from '../directory/groupSchema.ts';
import type { SeesMembers } from '../directory/memberships.ts';
import { USER_SCHEMA } from '../directory/userSchema.ts';
import { type CollapsedChange, collapse, emptyChange, objectRow, relationRow } from './deltaRows.ts';
import type { DeltaToken } from './deltaToken.ts';

/** A token whose round has begun. */
export type RunningToken = DeltaToken & { readonly end: number };

export interface DeltaPage {
  readonly rows: readonly object[];
  /** What goes into the next link, or, with `isLast`, into the delta link. */
  readonly next: DeltaToken;
  readonly isLast: boolean;
}

export interface DeltaPageOptions {
  /** Most objects, and most members of groups, in a page. */
  readonly pageSize: number;
  /** Most members in a row; further ones come in further rows of the same group. */
  readonly rowMembers: number;
  readonly seesMembers: SeesMembers;
  /** `Prefer: return=minimal`: only the properties that changed. */
  readonly minimal: boolean;
}

/** Relations are tracked when `$select` names them; a groups query without `$select` tracks members too. */
function tracked(token: DeltaToken): { readonly properties: readonly string[]; readonly relation: boolean } {
  const schema = token.resource === 'users' ? USER_SCHEMA : GROUP_SCHEMA;
  const relation = token.resource === 'users' ? 'manager' : 'members';
  const names = token.select ?? [...schema.defaults, ...(relation === 'members' ? [relation] : [])];
  return { properties: names.filter((name) => name !== relation && name !== 'id'), relation: names.includes(relation) };
}

export function readDeltaPage(state: DirectoryState, token: RunningToken, options: DeltaPageOptions): DeltaPage {
  return token.phase === 'initial' ? initialPage(state, token, options) : changesPage(state, token, options);
}

function finished(token: RunningToken, rows: readonly object[]): DeltaPage {
  const next: DeltaToken = { ...token, phase: 'changes', at: token.end, memberAt: 0, end: null, empty: null };
  return { rows, next, isLast: true };
}

/** Everything there is, object by object; the members of large groups go on in further rows of the same group. */
function initialPage(state: DirectoryState, token: RunningToken, options: DeltaPageOptions): DeltaPage {
  const { properties, relation } = tracked(token);
  const schema = token.resource === 'users' ? USER_SCHEMA : GROUP_SCHEMA;
  const store: { scan(start: number, now: number): Iterable<readonly [number, UserRecord | GroupRecord]> } =
    token.resource === 'users' ? state.users : state.groups;
  const rows: object[] = [];
  let room = options.pageSize;
  for (const [position, record] of store.scan(token.at, state.now())) {
    if (rows.length >= options.pageSize || room === 0) {
      return { rows, next: { ...token, at: position, memberAt: 0, empty: null }, isLast: false };
    }
    if (token.ids && !token.ids.includes(record.id)) continue;
    const row = objectRow(schema, record.id, record, properties);
    if (!('members' in record)) {
      if (relation && record.managerId && !('@removed' in row)) {
        row['manager@delta'] = [relationRow({ id: record.managerId, type: 'user', removed: false })];
      }
      rows.push(row);
      continue;
    }
    const members: object[] = [];
    const isTold = relation && !('@removed' in row) && options.seesMembers(record);
    for (const [memberPosition, id] of isTold ? record.members.from(position === token.at ? token.memberAt : 0) : []) {
      if (room === 0) {
        rows.push(...memberRows(row, members, options.rowMembers));
        return { rows, next: { ...token, at: position, memberAt: memberPosition, empty: null }, isLast: false };
      }
      members.push(relationRow({ id, type: state.users.get(id) ? 'user' : 'group', removed: false }));
      room -= 1;
    }
    rows.push(...memberRows(row, members, options.rowMembers));
  }
  return finished(token, rows);
}

/** The rows of one group: its members in slices, or a row without that key when there are none. */
function memberRows(row: Record<string, unknown>, members: readonly object[], perRow: number): object[] {
  if (members.length === 0) return [row];
  const count = Math.ceil(members.length / perRow);
  return Array.from({ length: count }, (_, slice) => ({
    ...row,
    'members@delta': members.slice(slice * perRow, (slice + 1) * perRow),
  }));
}

/** What changed, put together by object within the page; the same object may come again on a later page. */
function changesPage(state: DirectoryState, token: RunningToken, options: DeltaPageOptions): DeltaPage {
  const { properties, relation } = tracked(token);
  const names = new Set(relation ? [...properties, token.resource === 'users' ? 'manager' : 'members'] : properties);
  const kind = token.resource === 'users' ? 'user' : 'group';
  const byId = new Map<string, CollapsedChange>();
  let members = 0;
  for (const entry of state.log.range(token.at, token.end)) {
    if (entry.kind !== kind || (token.ids && !token.ids.includes(entry.id))) continue;
    if (entry.type === 'updated' && !entry.properties.some((name) => names.has(name))) continue;
    const change = byId.get(entry.id) ?? emptyChange(entry.id);
    const isFull = byId.size >= options.pageSize && !byId.has(entry.id);
    if (isFull || (members > 0 && members + (entry.members?.length ?? 0) > options.pageSize)) {
      const rows = rowsOf(state, token, byId, options);
      return { rows, next: { ...token, at: entry.sequence, empty: null }, isLast: false };
    }
    members += entry.members?.length ?? 0;
    collapse(change, entry);
    byId.set(entry.id, change);
  }
  return finished(token, rowsOf(state, token, byId, options));
}

function rowsOf(
  state: DirectoryState,
  token: DeltaToken,
  byId: ReadonlyMap<string, CollapsedChange>,
  options: DeltaPageOptions,
): object[] {
  const { properties, relation } = tracked(token);
  return [...byId.values()].flatMap((change) => {
    const { id, changed } = change;
    const shown = options.minimal && changed ? properties.filter((name) => changed.has(name)) : properties;
    if (token.resource === 'users') {
      const row = objectRow(USER_SCHEMA, id, state.users.read(id, state.now()), shown);
      const managers = [...change.managers.values()];
      return [
        relation && managers.length > 0 && !('@removed' in row)
          ? { ...row, 'manager@delta': managers.map(relationRow) }
          : row,
      ];
    }
    const group = state.groups.read(id, state.now());
    const row = objectRow(GROUP_SCHEMA, id, group, shown);
    if (!relation || !group || '@removed' in row || !options.seesMembers(group)) return [row];
    return memberRows(row, [...change.members.values()].map(relationRow), options.rowMembers);
  });
}
