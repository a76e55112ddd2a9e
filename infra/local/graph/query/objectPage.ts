import type { LocalRequest } from '../../http/server.ts';
import type { DirectoryState, GroupRecord, UserRecord } from '../directory/directoryState.ts';
import { GROUP_SCHEMA } from '../directory/groupSchema.ts';
import { type Schema, specOf } from '../directory/propertySchema.ts';
import { USER_SCHEMA } from '../directory/userSchema.ts';
import { unsupportedQuery } from '../graphError.ts';
import { type CollectionBody, listPage } from './listPage.ts';
import { parseQuery } from './queryOptions.ts';
import { readerOf, showGroup, showUser } from './showObject.ts';

/** A user or a group, where either may stand. */
export type DirectoryObject =
  | { readonly type: 'user'; readonly record: UserRecord }
  | { readonly type: 'group'; readonly record: GroupRecord };
type Cast = DirectoryObject['type'] | undefined;

/** Either type's properties can be selected. */
export const OBJECT_SCHEMA: Schema = {
  ...USER_SCHEMA,
  name: 'DirectoryObject',
  odataType: 'microsoft.graph.directoryObject',
  properties: new Map([...GROUP_SCHEMA.properties, ...USER_SCHEMA.properties]),
};

const schemaOf = (object: DirectoryObject): Schema => (object.type === 'user' ? USER_SCHEMA : GROUP_SCHEMA);

/** The object that readers see, unless it is in the recycle bin. */
export function presentObject(state: DirectoryState, id: string): DirectoryObject | undefined {
  const user = state.presentUser(id);
  if (user) return { type: 'user', record: user };
  const group = state.presentGroup(id);
  return group && { type: 'group', record: group };
}

/** With its `@odata.type`, and those of the selected properties that its type has. */
export function showTyped(
  state: DirectoryState,
  object: DirectoryObject,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const own = select?.filter((name) => specOf(schemaOf(object), name));
  const shown =
    object.type === 'user'
      ? showUser(state, object.record, { select: own, expandManager: undefined })
      : showGroup(object.record, own);
  return { '@odata.type': `#microsoft.graph.${object.type}`, ...shown };
}

function castOf(request: LocalRequest): Cast {
  const { cast } = request.params;
  if (cast === undefined) return undefined;
  if (cast === 'microsoft.graph.user') return 'user';
  if (cast === 'microsoft.graph.group') return 'group';
  throw unsupportedQuery(`The cast '${cast}' is not supported for this relation.`);
}

/**
 * One page of a relation such as `members` or `memberOf`, with the type cast in the path (`:cast`) if there is one.
 * @param pairs positions and ids from a position on
 */
export function objectPage(
  request: LocalRequest,
  state: DirectoryState,
  pairs: (start: number) => Iterable<readonly [number, string]>,
): CollectionBody {
  const cast = castOf(request);
  const schema = cast === undefined ? OBJECT_SCHEMA : cast === 'user' ? USER_SCHEMA : GROUP_SCHEMA;
  const allowed = ['select', 'top', 'skiptoken', 'filter', 'count'];
  const options = parseQuery(request.url, { schema, allowed, headers: request.headers });
  if (options.filter && !options.count) {
    throw unsupportedQuery('$filter on a relation needs the header ConsistencyLevel: eventual and $count=true.');
  }
  return listPage<DirectoryObject>(request.url, options, {
    scan: function* (start) {
      for (const [position, id] of pairs(start)) {
        const object = presentObject(state, id);
        if (object && (cast === undefined || object.type === cast)) yield [position, object];
      }
    },
    read: (object) => readerOf(schemaOf(object), object.record),
    show: (object) => showTyped(state, object, options.select),
    context: cast === undefined ? 'directoryObjects' : `${cast}s`,
  });
}

/** Positions and items of a list, from a position on. */
export function* positioned<T>(items: readonly T[], start: number): Generator<readonly [number, T]> {
  for (const [index, item] of items.slice(start).entries()) yield [start + index, item];
}
