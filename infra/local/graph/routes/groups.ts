import type { Router } from '../../http/router.ts';
import type { LocalRequest } from '../../http/server.ts';
import type { GroupRecord } from '../directory/directoryState.ts';
import { GROUP_SCHEMA } from '../directory/groupSchema.ts';
import { addMembers, createGroup, deleteGroup, patchGroup, removeMembers } from '../directory/groups.ts';
import { badRequest, notFound } from '../graphError.ts';
import { listPage } from '../query/listPage.ts';
import { parseQuery, type QueryOptions } from '../query/queryOptions.ts';
import { readerOf, showGroup } from '../query/showObject.ts';
import { idOfReference, noContent, readJson, type Services } from '../services.ts';
import { contextOf } from './users.ts';

const BIND = 'members@odata.bind';

/** Members to add that come with a group in a request. */
function boundMembers(body: Readonly<Record<string, unknown>>): string[] {
  const references = body[BIND] ?? [];
  if (Array.isArray(references) && references.length <= 20) return references.map(idOfReference);
  throw badRequest(`The property '${BIND}' takes at most 20 addresses of objects.`);
}

export function addGroupRoutes(router: Router, { directory }: Services): void {
  const query = (request: LocalRequest, allowed: readonly string[]): QueryOptions =>
    parseQuery(request.url, { schema: GROUP_SCHEMA, allowed, headers: request.headers });
  const entity = (request: LocalRequest, group: GroupRecord, select: readonly string[] | undefined) => ({
    '@odata.context': `${request.url.origin}/v1.0/$metadata#${contextOf('groups', { select, expandManager: undefined })}/$entity`,
    ...showGroup(group, select),
  });

  router.on('GET', '/v1.0/groups', (request) => {
    const options = query(request, ['select', 'top', 'skiptoken', 'filter', 'count']);
    const body = listPage<GroupRecord>(request.url, options, {
      scan: function* (start) {
        for (const pair of directory.groups.scan(start, directory.now())) {
          if (pair[1].deletedDateTime === null) yield pair;
        }
      },
      read: (group) => readerOf(GROUP_SCHEMA, group),
      show: (group) => showGroup(group, options.select),
      context: contextOf('groups', options),
    });
    return { status: 200, body };
  });

  router.on('POST', '/v1.0/groups', (request) => {
    const body = readJson(request);
    const members = boundMembers(body);
    const group = createGroup(directory, body, 'request');
    if (members.length > 0) addMembers(directory, group.id, members);
    return { status: 201, body: entity(request, group, undefined) };
  });

  router.on('GET', '/v1.0/groups/:id', (request) => {
    const { select } = query(request, ['select', 'count']);
    const group = directory.presentGroup(request.params.id?.toLowerCase() ?? '');
    if (!group) throw notFound(request.params.id ?? '');
    return { status: 200, body: entity(request, group, select) };
  });

  router.on('PATCH', '/v1.0/groups/:id', (request) => {
    const body = readJson(request);
    const members = boundMembers(body);
    const id = request.params.id ?? '';
    patchGroup(directory, id, body, 'request');
    if (members.length > 0) addMembers(directory, id, members);
    return noContent;
  });

  router.on('DELETE', '/v1.0/groups/:id', (request) => {
    deleteGroup(directory, request.params.id ?? '');
    return noContent;
  });

  router.on('POST', '/v1.0/groups/:id/members/$ref', (request) => {
    addMembers(directory, request.params.id ?? '', [idOfReference(readJson(request)['@odata.id'])]);
    return noContent;
  });

  router.on('DELETE', '/v1.0/groups/:id/members/:member/$ref', (request) => {
    removeMembers(directory, request.params.id ?? '', [request.params.member ?? '']);
    return noContent;
  });
}
