import { randomUUID } from 'node:crypto';
import { createEmptyTenant } from '../../infra/local/demo/createDemoTenant.ts';
import type { SeedUser, TenantSeed } from '../../infra/local/graph/directory/tenantSeed.ts';
import { startServer } from '../../infra/local/http/server.ts';

/** What a body may hold; a property that the answer lacks is `undefined` all the same. */
export interface GraphBody {
  readonly id: string;
  readonly value: readonly Record<string, unknown>[];
  readonly error: { readonly code: string; readonly message: string; readonly innerError: Record<string, unknown> };
  readonly '@odata.nextLink': string;
  readonly '@odata.deltaLink': string;
  readonly [name: string]: unknown;
}

/** The answer of a call: JSON bodies parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: GraphBody;
}

/** One item of a notification; lifecycle ones have no resource. */
export interface Item {
  readonly changeType: string;
  readonly resource: string;
  readonly subscriptionId: string;
  readonly resourceData: { readonly id: string; readonly [name: string]: unknown };
  readonly [name: string]: unknown;
}

/** Calls Graph by path (`/users`) or by a link that it gave. */
export function caller(root: string) {
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const url = path.startsWith('http') ? path : `${root}/v1.0${path}`;
    const answer = await fetch(url, {
      method,
      headers: {
        authorization: 'Bearer test',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
}

export type Call = ReturnType<typeof caller>;

/** Follows the next links of a listing or a delta round; all rows, the pages, and the delta link. */
export async function readAll(call: Call, path: string) {
  const rows: Record<string, unknown>[] = [];
  const pages: (readonly Record<string, unknown>[])[] = [];
  let link: string | undefined = path;
  let deltaLink: string | undefined;
  while (link !== undefined) {
    const { status, body } = await call('GET', link);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    rows.push(...body.value);
    pages.push(body.value);
    link = body['@odata.nextLink'];
    deltaLink = body['@odata.deltaLink'];
  }
  return { rows, pages, deltaLink: deltaLink ?? '' };
}

/** A plain user for a seed. */
export function person(name: string, more: Readonly<Record<string, unknown>> = {}, managerId?: string): SeedUser {
  const address = `${name}@contoso.example`;
  const properties = { userPrincipalName: address, mail: address, displayName: name, accountEnabled: true, ...more };
  return { id: randomUUID(), properties, managerId: managerId ?? null };
}

export function tenantOf(users: readonly SeedUser[], more: Partial<TenantSeed> = {}): TenantSeed {
  return { ...createEmptyTenant(), users, ...more };
}

/** What an endpoint does with a notification: the status to answer, or `hang` for no answer. */
export type Reaction = number | 'hang';

/** An endpoint for notifications that passes the validation and keeps what it gets. */
export async function startListener(react: (body: string, path: string) => Reaction = () => 202) {
  const bodies: string[] = [];
  const validations: string[] = [];
  const server = await startServer(async (request) => {
    const token = request.url.searchParams.get('validationToken');
    if (token !== null) {
      validations.push(request.url.search);
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: token };
    }
    const body = request.body.toString();
    bodies.push(body);
    const reaction = react(body, request.url.pathname + request.url.search);
    if (reaction === 'hang') await new Promise(() => undefined);
    return { status: reaction === 'hang' ? 500 : reaction };
  });
  return {
    url: server.url,
    /** Raw bodies, validations left out. */
    bodies,
    /** Query strings of the validations. */
    validations,
    items: (): Item[] => bodies.flatMap((body) => JSON.parse(body).value),
    close: server.close,
  };
}

export type Listener = Awaited<ReturnType<typeof startListener>>;

/** Body of a request for a subscription. */
export function subscriptionTo(
  resource: string,
  notificationUrl: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  return {
    changeType: 'updated,deleted',
    resource,
    notificationUrl,
    expirationDateTime: new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString(),
    clientState: 'secret',
    ...more,
  };
}
