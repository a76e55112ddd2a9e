import type { Router } from '../../http/router.ts';
import type { LocalRequest } from '../../http/server.ts';
import type { DirectoryState, GroupRecord, UserRecord } from '../directory/directoryState.ts';
import { GROUP_SCHEMA } from '../directory/groupSchema.ts';
import type { Schema } from '../directory/propertySchema.ts';
import { USER_SCHEMA } from '../directory/userSchema.ts';
import { notFound, unsupportedQuery } from '../graphError.ts';
import { type CollectionBody, listPage } from '../query/listPage.ts';
import { parseQuery } from '../query/queryOptions.ts';
import { readerOf, showGroup, showUser } from '../query/showObject.ts';
import type { Services } from '../services.ts';

type Member =
  | { readonly type: 'user'; readonly record: UserRecord }
  | { readonly type: 'group'; readonly record: GroupRecord };
type Cast = 'user' | 'group' | undefined;

/** Members are directory objects of either type, so either type's properties can be selected. */
const MEMBER_SCHEMA: Schema = {
  ...USER_SCHEMA,
  name: 'DirectoryObject',
  odataType: 'microsoft.graph.directoryObject',
  properties: new Map([...GROUP_SCHEMA.properties, ...USER_SCHEMA.properties]),
};

function requireGroup(state: DirectoryState, request: LocalRequest): GroupRecord {
  const group = state.presentGroup(request.params.id?.toLowerCase() ?? '');
  if (!group) throw notFound(request.params.id ?? '');
  return group;
}

function present(state: DirectoryState, id: string): Member | undefined {
  const user = state.presentUser(id);
  if (user) return { type: 'user', record: user };
  const group = state.presentGroup(id);
  return group && { type: 'group', record: group };
}

/** Everyone in a group and in the groups within, each once, however the groups contain each other. */
export function transitiveMemberIds(state: DirectoryState, group: GroupRecord): string[] {
  const seen = new Set<string>([group.id]);
  const found: string[] = [];
  const open = [group];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const id of next.members) {
      if (seen.has(id)) continue;
      seen.add(id);
      found.push(id);
      const nested = state.presentGroup(id);
      if (nested) open.push(nested);
    }
  }
  return found;
}

function show(state: DirectoryState, member: Member, select: readonly string[] | undefined): object {
  const schema = member.type === 'user' ? USER_SCHEMA : GROUP_SCHEMA;
  const own = select?.filter((name) => schema.properties.has(name));
  const shown =
    member.type === 'user'
      ? showUser(state, member.record, { select: own, expandManager: undefined })
      : showGroup(member.record, own);
  return { '@odata.type': `#microsoft.graph.${member.type}`, ...shown };
}

function castOf(request: LocalRequest): Cast {
  const { cast } = request.params;
  if (cast === undefined) return undefined;
  if (cast === 'microsoft.graph.user') return 'user';
  if (cast === 'microsoft.graph.group') return 'group';
  throw unsupportedQuery(`The cast '${cast}' is not supported for the members of a group.`);
}

export function addGroupMemberRoutes(router: Router, { directory }: Services): void {
  const page = (
    request: LocalRequest,
    pairs: (start: number) => Iterable<readonly [number, string]>,
  ): CollectionBody => {
    const cast = castOf(request);
    const schema = cast === undefined ? MEMBER_SCHEMA : cast === 'user' ? USER_SCHEMA : GROUP_SCHEMA;
    const allowed = ['select', 'top', 'skiptoken', 'filter', 'count'];
    const options = parseQuery(request.url, { schema, allowed, headers: request.headers });
    if (options.filter && !options.count) {
      throw unsupportedQuery('$filter on members needs the header ConsistencyLevel: eventual and $count=true.');
    }
    return listPage<Member>(request.url, options, {
      scan: function* (start) {
        for (const [position, id] of pairs(start)) {
          const member = present(directory, id);
          if (member && (cast === undefined || member.type === cast)) yield [position, member];
        }
      },
      read: (member) => readerOf(member.type === 'user' ? USER_SCHEMA : GROUP_SCHEMA, member.record),
      show: (member) => show(directory, member, options.select),
      context: cast === undefined ? 'directoryObjects' : `${cast}s`,
    });
  };

  for (const suffix of ['', '/:cast']) {
    router.on('GET', `/v1.0/groups/:id/members${suffix}`, (request) => {
      const group = requireGroup(directory, request);
      return { status: 200, body: page(request, (start) => group.members.from(start)) };
    });
    router.on('GET', `/v1.0/groups/:id/transitiveMembers${suffix}`, (request) => {
      const ids = transitiveMemberIds(directory, requireGroup(directory, request));
      const pairs = function* (start: number): Generator<readonly [number, string]> {
        for (let position = start; position < ids.length; position += 1) yield [position, ids[position] ?? ''];
      };
      return { status: 200, body: page(request, pairs) };
    });
  }
}
