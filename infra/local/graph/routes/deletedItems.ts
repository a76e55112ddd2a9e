import type { Router } from '../../http/router.ts';
import type { LocalRequest, LocalResponse } from '../../http/server.ts';
import type { GroupRecord, UserRecord } from '../directory/directoryState.ts';
import { GROUP_SCHEMA } from '../directory/groupSchema.ts';
import { purgeGroup, restoreGroup } from '../directory/groups.ts';
import { USER_SCHEMA } from '../directory/userSchema.ts';
import { purgeUser, restoreUser } from '../directory/users.ts';
import { GraphError, notFound } from '../graphError.ts';
import { listPage } from '../query/listPage.ts';
import { parseQuery } from '../query/queryOptions.ts';
import { readerOf, showGroup, showUser } from '../query/showObject.ts';
import { noContent, readJson, type Services } from '../services.ts';
import { contextOf } from './users.ts';

const ROOT = '/v1.0/directory/deletedItems';
const LIST = ['select', 'top', 'skiptoken', 'filter', 'count'];

export function addDeletedItemRoutes(router: Router, { directory }: Services): void {
  const readDeleted = (request: LocalRequest): { user?: UserRecord; group?: GroupRecord } => {
    const id = request.params.id?.toLowerCase() ?? '';
    const user = directory.users.read(id, directory.now());
    if (user && user.deletedDateTime !== null) return { user };
    const group = directory.groups.read(id, directory.now());
    if (group && group.deletedDateTime !== null) return { group };
    throw notFound(request.params.id ?? '');
  };

  router.on('GET', `${ROOT}/microsoft.graph.user`, (request) => {
    const options = parseQuery(request.url, { schema: USER_SCHEMA, allowed: LIST, headers: request.headers });
    const body = listPage<UserRecord>(request.url, options, {
      scan: function* (start) {
        for (const pair of directory.users.scan(start, directory.now())) {
          if (pair[1].deletedDateTime !== null) yield pair;
        }
      },
      read: (user) => readerOf(USER_SCHEMA, user),
      show: (user) => showUser(directory, user, options),
      context: contextOf('users', options),
    });
    return { status: 200, body };
  });

  router.on('GET', `${ROOT}/microsoft.graph.group`, (request) => {
    const options = parseQuery(request.url, { schema: GROUP_SCHEMA, allowed: LIST, headers: request.headers });
    const body = listPage<GroupRecord>(request.url, options, {
      scan: function* (start) {
        for (const pair of directory.groups.scan(start, directory.now())) {
          if (pair[1].deletedDateTime !== null) yield pair;
        }
      },
      read: (group) => readerOf(GROUP_SCHEMA, group),
      show: (group) => showGroup(group, options.select),
      context: contextOf('groups', options),
    });
    return { status: 200, body };
  });

  router.on('GET', ROOT, () => {
    throw new GraphError(400, 'Request_BadRequest', 'The type of the deleted items must stand in the path.');
  });

  const answer = (request: LocalRequest, item: { user?: UserRecord; group?: GroupRecord }): LocalResponse => {
    const schema = item.user ? USER_SCHEMA : GROUP_SCHEMA;
    const { select } = parseQuery(request.url, { schema, allowed: ['select'], headers: request.headers });
    const shown = item.user
      ? showUser(directory, item.user, { select, expandManager: undefined })
      : item.group && showGroup(item.group, select);
    const body = {
      '@odata.context': `${request.url.origin}/v1.0/$metadata#directoryObjects/$entity`,
      '@odata.type': `#${schema.odataType}`,
      ...shown,
    };
    return { status: 200, body };
  };

  for (const path of [`${ROOT}/:id`, `${ROOT}/microsoft.graph.user/:id`, `${ROOT}/microsoft.graph.group/:id`]) {
    router.on('GET', path, (request) => answer(request, readDeleted(request)));
    router.on('POST', `${path}/restore`, (request) => {
      const { user, group } = readDeleted(request);
      const { newUserPrincipalName: name } = request.body.length > 0 ? readJson(request) : {};
      if (user) {
        return answer(request, { user: restoreUser(directory, user.id, typeof name === 'string' ? name : undefined) });
      }
      return answer(request, group ? { group: restoreGroup(directory, group.id) } : {});
    });
    router.on('DELETE', path, (request) => {
      const { user, group } = readDeleted(request);
      if (user) purgeUser(directory, user.id);
      if (group) purgeGroup(directory, group.id);
      return noContent;
    });
  }
}
