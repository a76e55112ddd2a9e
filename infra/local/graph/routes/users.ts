import type { Router } from '../../http/router.ts';
import type { LocalRequest } from '../../http/server.ts';
import type { DirectoryState, UserRecord } from '../directory/directoryState.ts';
import { USER_SCHEMA } from '../directory/userSchema.ts';
import { createUser, deleteUser, patchUser, setManager } from '../directory/users.ts';
import { notFound } from '../graphError.ts';
import { idsOf } from '../query/applyFilter.ts';
import { listPage } from '../query/listPage.ts';
import { objectPage, positioned } from '../query/objectPage.ts';
import { parseQuery, type QueryOptions } from '../query/queryOptions.ts';
import { readerOf, showUser } from '../query/showObject.ts';
import { idOfReference, noContent, readJson, type Services } from '../services.ts';

const LIST = ['select', 'top', 'skiptoken', 'filter', 'expand', 'count'];
const ONE = ['select', 'expand', 'count'];

/** The user that readers see, by object id or user principal name. */
export function readUser(state: DirectoryState, idOrName: string): UserRecord {
  const id = idOrName.toLowerCase();
  const user = state.presentUser(id) ?? state.presentUser(state.userIdByName.get(id) ?? '');
  if (!user) throw notFound(idOrName);
  return user;
}

/** `users` or `users(id,mail,manager())`, as it stands behind `$metadata#`. */
export function contextOf(type: string, query: Pick<QueryOptions, 'select' | 'expandManager'>): string {
  const names = [...(query.select ?? []), ...(query.expandManager ? ['manager()'] : [])];
  return names.length === 0 ? type : `${type}(${names.join(',')})`;
}

/** Users a filter can mean without a scan of all, or all. */
export function* candidates(state: DirectoryState, query: QueryOptions): Generator<readonly [number, UserRecord]> {
  const ids = idsOf(query.filter);
  if (!ids) {
    yield* state.users.scan(query.cursor, state.now());
    return;
  }
  for (const [position, id] of [...new Set(ids.map((one) => one.toLowerCase()))].entries()) {
    const user = state.users.read(id, state.now());
    if (user && position >= query.cursor) yield [position, user];
  }
}

export function addUserRoutes(router: Router, { directory }: Services): void {
  const query = (request: LocalRequest, allowed: readonly string[]): QueryOptions =>
    parseQuery(request.url, { schema: USER_SCHEMA, allowed, headers: request.headers });
  const entity = (
    request: LocalRequest,
    user: UserRecord,
    options: Pick<QueryOptions, 'select' | 'expandManager'>,
  ) => ({
    '@odata.context': `${request.url.origin}/v1.0/$metadata#${contextOf('users', options)}/$entity`,
    ...showUser(directory, user, options),
  });

  router.on('GET', '/v1.0/users', (request) => {
    const options = query(request, LIST);
    const body = listPage<UserRecord>(request.url, options, {
      scan: function* (start) {
        for (const pair of candidates(directory, { ...options, cursor: start })) {
          if (pair[1].deletedDateTime === null) yield pair;
        }
      },
      read: (user) => readerOf(USER_SCHEMA, user),
      show: (user) => showUser(directory, user, options),
      context: contextOf('users', options),
    });
    return { status: 200, body };
  });

  router.on('POST', '/v1.0/users', (request) => {
    const user = createUser(directory, readJson(request), 'request');
    return { status: 201, body: entity(request, user, { select: undefined, expandManager: undefined }) };
  });

  router.on('GET', '/v1.0/users/:id', (request) => {
    const options = query(request, ONE);
    return { status: 200, body: entity(request, readUser(directory, request.params.id ?? ''), options) };
  });

  router.on('PATCH', '/v1.0/users/:id', (request) => {
    patchUser(directory, request.params.id ?? '', readJson(request), 'request');
    return noContent;
  });

  router.on('DELETE', '/v1.0/users/:id', (request) => {
    deleteUser(directory, request.params.id ?? '');
    return noContent;
  });

  const readManager = (request: LocalRequest): UserRecord => {
    const { managerId } = readUser(directory, request.params.id ?? '');
    const manager = managerId === null ? undefined : directory.presentUser(managerId);
    if (!manager) throw notFound('manager');
    return manager;
  };
  router.on('GET', '/v1.0/users/:id/manager', (request) => {
    const { select } = query(request, ['select']);
    const context = contextOf('directoryObjects', { select, expandManager: undefined });
    const body = {
      '@odata.context': `${request.url.origin}/v1.0/$metadata#${context}/$entity`,
      '@odata.type': '#microsoft.graph.user',
      ...showUser(directory, readManager(request), { select, expandManager: undefined }),
    };
    return { status: 200, body };
  });

  for (const suffix of ['', '/:cast']) {
    router.on('GET', `/v1.0/users/:id/directReports${suffix}`, (request) => {
      const { id } = readUser(directory, request.params.id ?? '');
      const reports = [...(directory.reportIdsByManager.get(id) ?? [])];
      return { status: 200, body: objectPage(request, directory, (start) => positioned(reports, start)) };
    });
  }

  router.on('GET', '/v1.0/users/:id/manager/$ref', (request) => {
    const { origin } = request.url;
    const { id } = readManager(request);
    const body = {
      '@odata.context': `${origin}/v1.0/$metadata#$ref`,
      '@odata.id': `${origin}/v1.0/directoryObjects/${id}/Microsoft.DirectoryServices.User`,
    };
    return { status: 200, body };
  });

  for (const path of ['/v1.0/users/:id/manager', '/v1.0/users/:id/manager/$ref']) {
    router.on('PUT', path, (request) => {
      setManager(directory, request.params.id ?? '', idOfReference(readJson(request)['@odata.id']));
      return noContent;
    });
    router.on('DELETE', path, (request) => {
      setManager(directory, request.params.id ?? '', null);
      return noContent;
    });
  }
}
