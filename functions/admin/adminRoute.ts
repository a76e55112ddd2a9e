import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import type * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { type Access, authorizeCaller } from './caller.ts';
import { answerProblem, Problem } from './problem.ts';
import { Reply } from './reply.ts';

/** In bytes; a pasted `provisioning.json` with a few hundred mappings is far below it. */
const LARGEST_BODY = 1024 * 1024;

export interface AdminRequest<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  /** Parts of the path, e.g. `id`. */
  readonly params: Readonly<Record<string, string>>;
  /** Who calls, for the record. */
  readonly caller: string;
  readonly url: URL;
}

export interface AdminRoute<Query, Body> {
  /** Name of the function. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** What it is for, one line. */
  readonly summary: string;
  /** Path below `/api`, e.g. `logs/{id}`. */
  readonly route: string;
  /** `read` for what changes nothing. */
  readonly access: Access;
  /** Shape of the query; values arrive as texts. */
  readonly query?: z.ZodType<Query>;
  /** Shape of the JSON body. */
  readonly body?: z.ZodType<Body>;
  /** Shape of the answer, for those who call the route; by status where there are several. */
  readonly answer: z.ZodType | RouteAnswers;
  /** Answers what is sent as JSON with status 200, or a Reply. Throws Problem or ProvisioningError. */
  readonly handle: (request: AdminRequest<Query, Body>, context: InvocationContext) => Promise<unknown>;
}

/** What a route answers, by HTTP status. */
export type RouteAnswers = Readonly<Record<number, RouteAnswer>>;

export interface RouteAnswer {
  readonly description: string;
  /** Content type to shape; absent: no body. */
  readonly content?: Readonly<Record<string, z.ZodType>>;
}

/** What is known of a route besides what it does. */
export type RouteDescription = Omit<AdminRoute<unknown, unknown>, 'handle'>;

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

/** Without the function key, which may come as `?code=` and is the host's business. */
function queryOf(request: HttpRequest): Readonly<Record<string, string>> {
  const { code, clientId, ...query } = Object.fromEntries(request.query);
  return query;
}

async function readJson(request: HttpRequest): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) throw tooLarge();
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > LARGEST_BODY) throw tooLarge();
  if (bytes.byteLength === 0) throw new Problem(400, 'The request has no body; a JSON object is expected.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(400, 'The body is not JSON in UTF-8.');
  }
}

function tooLarge(): Problem {
  return new Problem(413, `The body is larger than ${LARGEST_BODY} bytes.`);
}

function check<T>(schema: z.ZodType<T>, value: unknown, part: 'query' | 'body'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const first = errors[0];
  const where = first?.path ? ` at ${first.path}` : '';
  throw new Problem(400, `The ${part} is not as expected${where}: ${first?.message ?? 'see the documentation'}`, {
    errors,
  });
}
