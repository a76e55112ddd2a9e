import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { composition } from '../../shared/compose.ts';
import { authorizeCaller } from './caller.ts';
import { DEFINITIONS } from './definitions.ts';
import { answerProblem } from './problem.ts';
import { check, queryOf, readJson } from './readRequest.ts';
import { Reply } from './reply.ts';
import type { AdminRouteName } from './routes.ts';

/**
 * Answers a request of an administrator: who may call a route, what it takes, and how it fails are told alike on every one
 * (RFC 9457 problem details).
 */
export async function answerRequest(
  name: AdminRouteName,
  request: HttpRequest,
  context: InvocationContext,
): Promise<HttpResponseInit> {
  const route = DEFINITIONS[name];
  try {
    const caller = authorizeCaller(request, route.access, composition().admin);
    const given = {
      query: route.query ? check(route.query, queryOf(request), 'query') : undefined,
      body: route.body ? check(route.body, await readJson(request), 'body') : undefined,
      params: request.params,
      caller,
      url: new URL(request.url),
    };
    const answer = await route.handle(given, context);
    const { headers, ...init } = answer instanceof Reply ? answer.init : { jsonBody: answer };
    return { ...init, headers: { 'cache-control': 'no-store', ...headers } };
  } catch (error) {
    const answer = answerProblem(error);
    if (answer.status === 500) context.error(`${name} failed:`, error);
    return answer;
  }
}
