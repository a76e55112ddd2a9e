import type { Router } from '../../http/router.ts';
import type { LocalRequest, LocalResponse } from '../../http/server.ts';
import { groupIdsOf, transitiveGroupIdsOf } from '../directory/memberships.ts';
import { badRequest, notFound } from '../graphError.ts';
import { objectPage, positioned, presentObject } from '../query/objectPage.ts';
import { readJson, type Services, seesMembers } from '../services.ts';
import { readUser } from './users.ts';

/** Ids that one check takes (directoryobject-checkmembergroups). */
const MAX_CHECKED = 20;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One malformed id fails the whole request. */
function readIds(request: LocalRequest, name: 'groupIds' | 'ids'): readonly string[] {
  const ids = readJson(request)[name];
  if (!Array.isArray(ids) || ids.length > MAX_CHECKED) {
    throw badRequest(`The property '${name}' takes a list of at most ${MAX_CHECKED} ids.`);
  }
  if (ids.every((id) => typeof id === 'string' && GUID.test(id))) return ids.map((id) => id.toLowerCase());
  throw badRequest(`Invalid object identifier in '${name}'.`);
}

/** The memberships of a user, a group or any object; groups whose membership is hidden from the app are left out silently. */
export function addMemberOfRoutes(router: Router, { directory, faults }: Services): void {
  const sees = seesMembers(faults);
  const answer = (request: LocalRequest, ids: readonly string[]): LocalResponse => {
    const context = `${request.url.origin}/v1.0/$metadata#Collection(Edm.String)`;
    return { status: 200, body: { '@odata.context': context, value: ids } };
  };

  for (const collection of ['users', 'groups', 'directoryObjects'] as const) {
    const idOf = (request: LocalRequest): string => {
      const given = request.params.id ?? '';
      if (collection === 'users') return readUser(directory, given).id;
      const object = presentObject(directory, given.toLowerCase());
      if (!object || (collection === 'groups' && object.type !== 'group')) throw notFound(given);
      return object.record.id;
    };
    const root = `/v1.0/${collection}/:id`;

    for (const suffix of ['', '/:cast']) {
      router.on('GET', `${root}/memberOf${suffix}`, (request) => {
        const ids = groupIdsOf(directory, idOf(request), sees);
        return { status: 200, body: objectPage(request, directory, (start) => positioned(ids, start)) };
      });
      router.on('GET', `${root}/transitiveMemberOf${suffix}`, (request) => {
        const ids = transitiveGroupIdsOf(directory, idOf(request), sees);
        return { status: 200, body: objectPage(request, directory, (start) => positioned(ids, start)) };
      });
    }

    const checks = { checkMemberGroups: 'groupIds', checkMemberObjects: 'ids' } as const;
    for (const [action, name] of Object.entries(checks)) {
      router.on('POST', `${root}/${action}`, (request) => {
        const memberships = new Set(transitiveGroupIdsOf(directory, idOf(request), sees));
        return answer(
          request,
          readIds(request, name).filter((id) => memberships.has(id)),
        );
      });
    }

    router.on('POST', `${root}/getMemberGroups`, (request) => {
      const { securityEnabledOnly } = readJson(request);
      const ids = transitiveGroupIdsOf(directory, idOf(request), sees);
      const isWanted = (id: string): boolean => directory.presentGroup(id)?.properties.securityEnabled === true;
      return answer(request, securityEnabledOnly === true ? ids.filter(isWanted) : ids);
    });
  }
}
