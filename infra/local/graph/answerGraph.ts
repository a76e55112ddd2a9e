import type { Router } from '../http/router.ts';
import type { LocalRequest, LocalResponse } from '../http/server.ts';
import { spoils } from './faults.ts';
import { errorBody, forbidden, GraphError } from './graphError.ts';
import { normalizePath } from './query/normalizePath.ts';
import type { ResourceUnits } from './resourceUnits.ts';
import type { Services } from './services.ts';

const CONTENT_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const DIAGNOSTIC = JSON.stringify({
  ServerInfo: { DataCenter: 'Local', Slice: 'E', Ring: '1', ScaleUnit: '000', RoleInstance: 'SIMULATOR' },
});

/** 429 as Graph words it. */
function tooManyRequests(retryAfter: string | null, headers: Readonly<Record<string, string>> = {}): GraphError {
  const wait = retryAfter === null ? {} : { 'retry-after': retryAfter };
  return new GraphError(429, 'TooManyRequests', 'Please retry again later.', { ...headers, ...wait });
}

export interface GraphAnswers {
  /** A request as it comes over HTTP: checks the token, adds the headers of every Graph answer. */
  readonly answer: (request: LocalRequest) => Promise<LocalResponse>;
  /** A request within a batch. */
  readonly answerInner: (request: LocalRequest) => Promise<LocalResponse>;
}

/** The way of a request through Graph's front: token, throttling, faults, route, error body, headers. */
export function createGraphAnswers(router: Router, services: Services, units: ResourceUnits): GraphAnswers {
  const { faults, random, clock, newId } = services;

  const spoilBefore = (request: LocalRequest): Record<string, string> => {
    const path = request.url.pathname + request.url.search;
    if (spoils(faults.unauthorized, path, random)) {
      throw new GraphError(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
    }
    if (spoils(faults.forbidden, path, random)) throw forbidden();
    if (spoils(faults.throttle, path, random)) throw tooManyRequests(faults.throttle.retryAfter);
    if (spoils(faults.serverErrors, path, random)) {
      const { status } = faults.serverErrors;
      const message = 'The service is temporarily unavailable. Please retry.';
      throw new GraphError(status, status === 503 ? 'ServiceUnavailable' : 'InternalServerError', message);
    }
    if (!faults.resourceUnitLimits) return {};
    const usage = units.use(request.method, request.url, services.directory.users.size, clock.now());
    if (usage.retryAfter !== undefined) throw tooManyRequests(String(usage.retryAfter), usage.headers);
    return usage.headers;
  };

  const route = async (request: LocalRequest): Promise<LocalResponse> => {
    const { run, allowed } = router.find(request);
    if (run) return run();
    if (allowed.length > 0) {
      const message = 'Specified HTTP method is not allowed for the request target.';
      throw new GraphError(405, 'Request_BadRequest', message, { allow: allowed.join(', ') });
    }
    const segment = request.url.pathname.split('/')[2] ?? '';
    throw new GraphError(400, 'BadRequest', `Resource not found for the segment '${segment}'.`);
  };

  /** @param isBatch the batch itself is neither throttled nor spoiled, only what is in it */
  const process = async (request: LocalRequest, isBatch: boolean): Promise<LocalResponse> => {
    const requestId = newId();
    const clientRequestId = String(request.headers['client-request-id'] ?? requestId);
    const url = new URL(request.url);
    url.pathname = normalizePath(url.pathname);
    const normal = { ...request, url };
    let answer: LocalResponse;
    try {
      const unitHeaders = isBatch ? {} : spoilBefore(normal);
      const routed = await route(normal);
      answer = { ...routed, headers: { ...unitHeaders, ...routed.headers } };
      const path = url.pathname + url.search;
      if (!isBatch && spoils(faults.lostAnswers, path, random)) answer = { ...answer, drop: true };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const body = errorBody(error, requestId, clientRequestId, clock.now());
      answer = { status: error.status, headers: error.headers, body };
    }
    const headers: Record<string, string> = { 'request-id': requestId, 'client-request-id': clientRequestId };
    if (answer.body !== undefined) headers['content-type'] = CONTENT_TYPE;
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };

  const frontHeaders = {
    'cache-control': 'no-store',
    'strict-transport-security': 'max-age=31536000',
    'x-ms-ags-diagnostic': DIAGNOSTIC,
  };

  return {
    answerInner: (request) => process(request, false),
    answer: async (request) => {
      if (!/^Bearer \S+/i.test(request.headers.authorization ?? '')) {
        const requestId = newId();
        const error = new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty.');
        const headers = { ...frontHeaders, 'request-id': requestId, 'content-type': CONTENT_TYPE };
        const clientRequestId = String(request.headers['client-request-id'] ?? requestId);
        return { status: 401, headers, body: errorBody(error, requestId, clientRequestId, clock.now()) };
      }
      const answer = await process(request, /\/(\$|%24)batch\/?$/i.test(request.url.pathname));
      return { ...answer, headers: { ...frontHeaders, ...answer.headers } };
    },
  };
}
