import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { composition } from '../../shared/compose.ts';
import { authorizeCaller } from './caller.ts';
import { answerProblem } from './problem.ts';
import { check, queryOf, readJson } from './readRequest.ts';
import { Reply } from './reply.ts';
import type { AdminRoute, RouteDescription } from './routeDescription.ts';

const registered: RouteDescription[] = [];

/** Every route of this process. The bundles of all functions share it. */
export function adminRoutes(): readonly RouteDescription[] {
  return registered;
}

/**
 * Registers an HTTP function for administrators: who may call it, what it takes, and how it fails are told alike on every
 * route (RFC 9457 problem details).
 */
export function adminRoute<Query = undefined, Body = undefined>(route: AdminRoute<Query, Body>): void {
  registered.push(route as RouteDescription);
  app.http(route.name, {
    methods: [route.method],
    authLevel: composition().admin.auth === 'key' ? 'function' : 'anonymous',
    route: route.route,
    handler: (request, context) => answerRequest(route, request, context),
  });
}

async function answerRequest<Query, Body>(
  route: AdminRoute<Query, Body>,
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  try {
    const caller = authorizeCaller(request, route.access, composition().admin);
    const query = route.query ? check(route.query, queryOf(request), 'query') : undefined;
    const body = route.body ? check(route.body, await readJson(request), 'body') : undefined;
    const given = {
      query: query as Query,
      body: body as Body,
      params: request.params,
      caller,
      url: new URL(request.url),
    };
    const answer = await route.handle(given, context);
    const { headers, ...init } = answer instanceof Reply ? answer.init : { jsonBody: answer };
    return { ...init, headers: { 'cache-control': 'no-store', ...headers } };
  } catch (error) {
    const answer = answerProblem(error);
    if (answer.status === 500) context.error(`${route.name} failed:`, error);
    return answer;
  }
}
