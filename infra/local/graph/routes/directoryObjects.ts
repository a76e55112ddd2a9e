import type { Router } from '../../http/router.ts';
import { badRequest, notFound } from '../graphError.ts';
import { OBJECT_SCHEMA, presentObject, showTyped } from '../query/objectPage.ts';
import { parseQuery } from '../query/queryOptions.ts';
import { readJson, type Services } from '../services.ts';

/** Ids that one request takes (directoryobject-getbyids). */
const MAX_IDS = 1_000;

/** Users and groups by id alone. */
export function addDirectoryObjectRoutes(router: Router, { directory }: Services): void {
  router.on('POST', '/v1.0/directoryObjects/getByIds', (request) => {
    const { ids, types } = readJson(request);
    if (!Array.isArray(ids) || ids.length > MAX_IDS) throw badRequest(`'ids' takes a list of at most ${MAX_IDS} ids.`);
    const { select } = parseQuery(request.url, {
      schema: OBJECT_SCHEMA,
      allowed: ['select'],
      headers: request.headers,
    });
    const value = [...new Set(ids.map((id) => String(id).toLowerCase()))].flatMap((id) => {
      const object = presentObject(directory, id);
      const isWanted = object && (!Array.isArray(types) || types.includes(object.type));
      return isWanted ? [showTyped(directory, object, select)] : [];
    });
    return { status: 200, body: { '@odata.context': `${request.url.origin}/v1.0/$metadata#directoryObjects`, value } };
  });

  router.on('GET', '/v1.0/directoryObjects/:id', (request) => {
    const object = presentObject(directory, request.params.id?.toLowerCase() ?? '');
    if (!object) throw notFound(request.params.id ?? '');
    const { select } = parseQuery(request.url, {
      schema: OBJECT_SCHEMA,
      allowed: ['select'],
      headers: request.headers,
    });
    const context = `${request.url.origin}/v1.0/$metadata#directoryObjects/$entity`;
    return { status: 200, body: { '@odata.context': context, ...showTyped(directory, object, select) } };
  });
}
