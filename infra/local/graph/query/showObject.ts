import type { DirectoryState, GroupRecord, UserRecord } from '../directory/directoryState.ts';
import { GROUP_SCHEMA } from '../directory/groupSchema.ts';
import { isExtension, type Schema, shownValue, specOf } from '../directory/propertySchema.ts';
import { USER_SCHEMA } from '../directory/userSchema.ts';
import type { ReadProperty } from './applyFilter.ts';
import type { QueryOptions } from './queryOptions.ts';

type Shown = Pick<UserRecord, 'id' | 'properties' | 'deletedDateTime'>;

function readValue(schema: Schema, record: Shown, name: string): unknown {
  if (name === 'id') return record.id;
  if (name === 'deletedDateTime') return record.deletedDateTime;
  // A security group in the recycle bin shows that it secures nothing (list of deleted items).
  if (name === 'securityEnabled' && record.deletedDateTime !== null) return false;
  return shownValue(specOf(schema, name), record.properties[name]);
}

/** An object with the selected properties, or the default ones; what was never set is shown as null (an extension not at all). */
function show(schema: Schema, record: Shown, select: readonly string[] | undefined): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of select ?? schema.defaults) {
    const value = readValue(schema, record, name);
    if (value !== null || !isExtension(name)) shown[name] = value;
  }
  return shown;
}

/** A user as a read shows it, with the manager when asked for; without one the property is missing. */
export function showUser(
  state: DirectoryState,
  user: UserRecord,
  query: Pick<QueryOptions, 'select' | 'expandManager'>,
): Record<string, unknown> {
  const shown = show(USER_SCHEMA, user, query.select);
  if (!query.expandManager || user.managerId === null) return shown;
  const manager = state.presentUser(user.managerId);
  if (!manager) return shown;
  shown.manager = { '@odata.type': '#microsoft.graph.user', ...show(USER_SCHEMA, manager, query.expandManager.select) };
  return shown;
}

export function showGroup(group: GroupRecord, select: readonly string[] | undefined): Record<string, unknown> {
  return show(GROUP_SCHEMA, group, select);
}

/** For filters. */
export function readerOf(schema: Schema, record: Shown): ReadProperty {
  return (path) => {
    if (path === '@odata.type') return `#${schema.odataType}`;
    const [name = '', key] = path.split('/');
    const value = readValue(schema, record, name);
    return key === undefined ? value : (value as Record<string, unknown> | null)?.[key];
  };
}
