import type { Router } from '../../http/router.ts';
import type { LocalRequest, LocalResponse } from '../../http/server.ts';
import { type DeltaToken, decodeDeltaToken, encodeDeltaToken } from '../delta/deltaToken.ts';
import { readDeltaPage } from '../delta/readDeltaPage.ts';
import { GROUP_SCHEMA } from '../directory/groupSchema.ts';
import { USER_SCHEMA } from '../directory/userSchema.ts';
import { badRequest, GraphError, unsupportedQuery } from '../graphError.ts';
import { idsOf } from '../query/applyFilter.ts';
import { parseFilter } from '../query/parseFilter.ts';
import { parseSelect, readOptions } from '../query/queryOptions.ts';
import { type Services, seesMembers } from '../services.ts';

type Resource = DeltaToken['resource'];

/** Delta tokens of directory objects are valid for 7 days. */
const TOKEN_LIFE_MS = 7 * 24 * 60 * 60 * 1000;
const MAX_IDS = 50;
const ALLOWED = ['select', 'filter', 'deltatoken', 'skiptoken'];

/** Users and groups take `$select`, the two tokens, and `$filter` by id; not `$top`, `$expand` or `$orderby`. */
function readDeltaOptions(request: LocalRequest): ReadonlyMap<string, string> {
  const options = readOptions(request.url);
  for (const name of options.keys()) {
    if (!ALLOWED.includes(name)) throw unsupportedQuery(`'$${name}' is not supported for delta queries.`);
  }
  return options;
}

function parseIds(filter: string | undefined): readonly string[] | null {
  if (filter === undefined) return null;
  const ids = idsOf(parseFilter(filter, MAX_IDS));
  if (ids) return ids.map((id) => id.toLowerCase());
  throw unsupportedQuery('Delta queries can be filtered by id only.');
}

export function addDeltaRoutes(router: Router, services: Services): void {
  const { directory, faults, clock, epoch } = services;

  const parseDeltaSelect = (resource: Resource, text: string | undefined): readonly string[] | null =>
    parseSelect(
      text,
      resource === 'users' ? USER_SCHEMA : GROUP_SCHEMA,
      resource === 'users' ? ['manager'] : ['members', 'owners'],
    ) ?? null;

  const expired = (request: LocalRequest, token: DeltaToken): GraphError => {
    const select = token.select ? `$select=${token.select.join(',')}&` : '';
    const location = `${request.url.origin}/v1.0/${token.resource}/delta?${select}$deltatoken=`;
    const message = 'The sync state generation is not found; the delta token is too old. Start again without it.';
    return new GraphError(410, 'syncStateNotFound', message, { location });
  };

  /** The token of the request, checked; a fresh one for a request without. */
  const tokenOf = (request: LocalRequest, resource: Resource): DeltaToken => {
    const options = readDeltaOptions(request);
    const text = options.get('skiptoken') || options.get('deltatoken');
    const select = parseDeltaSelect(resource, options.get('select'));
    const fresh: DeltaToken = {
      resource,
      epoch,
      issuedAt: clock.now(),
      select,
      ids: parseIds(options.get('filter')),
      phase: 'initial',
      at: 0,
      memberAt: 0,
      end: directory.log.visibleEnd(clock.now()),
      empty: null,
    };
    if (!text) return fresh;
    if (text === 'latest') return fresh;
    const token = decodeDeltaToken(text);
    const isSkip = options.has('skiptoken');
    if (token?.resource !== resource || (token.end === null) === isSkip) throw badRequest('Badly formed token.');
    if (isSkip && select) throw unsupportedQuery('$select cannot be changed within a round.');
    if (faults.expireDeltaTokens > 0) {
      faults.expireDeltaTokens -= 1;
      throw expired(request, token);
    }
    const isOld = token.issuedAt < clock.now() - TOKEN_LIFE_MS || token.epoch !== epoch;
    if (isOld || (token.phase === 'changes' && token.at < directory.log.first)) throw expired(request, token);
    return select ? { ...token, select } : token;
  };

  const answer = (request: LocalRequest, rows: readonly object[], next: DeltaToken, isLast: boolean): LocalResponse => {
    const root = `${request.url.origin}/v1.0`;
    const names = next.select ? `(${next.select.join(',')})` : '';
    const token = encodeDeltaToken({ ...next, issuedAt: clock.now() });
    const link = `${root}/${next.resource}/delta?${isLast ? '$deltatoken' : '$skiptoken'}=${token}`;
    const body = {
      '@odata.context': `${root}/$metadata#${next.resource}${names}`,
      ...(isLast ? { '@odata.deltaLink': link } : { '@odata.nextLink': link }),
      value: rows,
    };
    const minimal = String(request.headers.prefer ?? '').includes('return=minimal');
    return { status: 200, body, headers: minimal ? { 'preference-applied': 'return=minimal' } : {} };
  };

  for (const resource of ['users', 'groups'] as const) {
    router.on('GET', `/v1.0/${resource}/delta`, (request) => {
      const token = tokenOf(request, resource);
      const end = token.end ?? directory.log.visibleEnd(clock.now());
      if (readOptions(request.url).get('deltatoken') === 'latest') {
        return answer(request, [], { ...token, phase: 'changes', at: end, end: null }, true);
      }
      const isDeltaLink = token.end === null;
      const at = isDeltaLink ? Math.max(directory.log.first, token.at - faults.replayDelta) : token.at;
      const empty = token.empty ?? faults.emptyDeltaPages;
      if (empty > 0) return answer(request, [], { ...token, at, end, empty: empty - 1 }, false);
      const minimal = String(request.headers.prefer ?? '').includes('return=minimal');
      const options = {
        pageSize: faults.deltaPageSize,
        rowMembers: faults.deltaRowMembers,
        seesMembers: seesMembers(faults),
        minimal,
      };
      const page = readDeltaPage(directory, { ...token, at, end }, options);
      return answer(request, page.rows, page.next, page.isLast);
    });
  }
}
