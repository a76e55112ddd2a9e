import { randomUUID } from 'node:crypto';
import { type Context, GraphClientError, type Middleware } from '@microsoft/microsoft-graph-client';
import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { classifyGraphFailure, classifyNetworkFault, type GraphRequestSummary } from './classifyGraphFailure.ts';
import type { GraphCredential } from './graphCredential.ts';
import { type AttemptResult, planRetry } from './planRetry.ts';
import { parseRetryAfter } from './retryAfter.ts';

/**
 * The middleware of our Graph client. It replaces the SDK's own, which attaches no token to a local server, shortens a
 * long Retry-After, gives up on 500, 502 and network errors, never times out and grows a header with each try.
 */

/** The SDK wraps what middleware throws; a GraphClientError passes untouched and carries the real one. */
export function carry(error: ProvisioningError): GraphClientError {
  return GraphClientError.setGraphClientError({ carried: error });
}

/** The ProvisioningError inside, if `carry` put one there. */
export function carried(error: unknown): ProvisioningError | undefined {
  if (!(error instanceof GraphClientError)) return undefined;
  const inner = (error.customError as { carried?: unknown } | undefined)?.carried;
  return isProvisioningError(inner) ? inner : undefined;
}

function chained(execute: (context: Context, next: (context: Context) => Promise<void>) => Promise<void>): Middleware {
  let following: Middleware | undefined;
  return {
    setNext: (middleware) => {
      following = middleware;
    },
    execute: (context) => execute(context, async (passed) => following?.execute(passed)),
  };
}

function urlOf(context: Context): string {
  const { request } = context as { request: string | { url: string } };
  return typeof request === 'string' ? request : request.url;
}

function addHeaders(context: Context, headers: Readonly<Record<string, string>>): void {
  context.options = { ...context.options, headers: { ...(context.options?.headers as object), ...headers } };
}

/**
 * Adds the bearer token, only ever to a request to the configured origin; any other is not sent at all.
 * `client-request-id` lets Microsoft's support find the request.
 */
export function authorize(origin: string, credential: GraphCredential): Middleware {
  return chained(async (context, next) => {
    if (new URL(urlOf(context)).origin !== origin) {
      throw carry(
        new ProvisioningError('invalid', 'ForeignOrigin', 'A request to another server than Graph was held.'),
      );
    }
    let token: string;
    try {
      token = await credential.getToken(`${origin}/.default`);
    } catch (error) {
      throw isProvisioningError(error) ? carry(error) : error;
    }
    addHeaders(context, { Authorization: `Bearer ${token}`, 'client-request-id': randomUUID() });
    await next(context);
  });
}

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Tries in all, the first included. */
  readonly maxTries: number;
  /** How long one request may wait between its tries, all waits together; a longer wait becomes an error of class `wait`. */
  readonly patienceMs: number;
}

/** A batch of ours holds nothing but reads: it can be repeated, and a lost answer loses nothing. */
function methodOf(path: string, method = 'GET'): string {
  return path === '/$batch' ? 'GET' : method;
}

/** Repeats what may pass (see `planRetry`) and turns the last failure into a ProvisioningError. */
export function retryAndClassify(options: RetryOptions, pathOf: (url: string) => string): Middleware {
  const { clock } = options;
  return chained(async (context, next) => {
    const path = pathOf(urlOf(context));
    const request: GraphRequestSummary = { method: methodOf(path, context.options?.method), path };
    let waited = 0;
    for (let tries = 1; ; tries += 1) {
      const result = await attempt(context, next, request);
      if (result.status !== undefined && result.status < 300) return;
      const response = context.response as Response;
      const retryAfter =
        result.status === undefined ? undefined : parseRetryAfter(response.headers.get('retry-after'), clock.now());
      const waitMs = planRetry(request.method, { ...result, retryAfter }, tries, waited, options);
      if (waitMs !== undefined) {
        await clock.sleep(waitMs);
        waited += waitMs;
        continue;
      }
      if (result.error) throw carry(result.error);
      const failure = { status: response.status, headers: response.headers, body: await response.text() };
      throw carry(classifyGraphFailure(request, failure, clock.now()));
    }
  });
}

async function attempt(
  context: Context,
  next: (context: Context) => Promise<void>,
  request: GraphRequestSummary,
): Promise<Pick<AttemptResult, 'status' | 'error'>> {
  try {
    await next(context);
    return { status: context.response?.status ?? 500 };
  } catch (error) {
    if (carried(error)) throw error;
    return { error: classifyNetworkFault(request, error) };
  }
}

/** A response whose body was read whole. A plain Response made of it would copy a page of users twice more. */
class ReadResponse extends Response {
  override readonly arrayBuffer: () => Promise<ArrayBuffer>;
  override readonly text: () => Promise<string>;

  constructor(body: ArrayBuffer, { status, headers }: Response) {
    super(null, { status, headers });
    this.arrayBuffer = async () => body;
    this.text = async () => new TextDecoder().decode(body);
  }
}

/**
 * Sends one try and reads its whole body, so that the time-out covers the body and a body that breaks off counts as a
 * network error. Redirects are not followed: Graph has none, and a token must not travel. Connections are kept alive by fetch.
 */
export function send(timeoutMs: number): Middleware {
  return chained(async (context) => {
    const response = await fetch(urlOf(context), {
      ...(context.options as RequestInit),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    context.response = new ReadResponse(await response.arrayBuffer(), response);
  });
}
