import { isProvisioningError, ProvisioningError } from '../../errors/provisioningError.ts';
import type { Clock } from '../../ports/clock.ts';
import { classifyAnswer } from '../errors/classifyAnswer.ts';
import type { Pacer } from '../pacing/pacer.ts';
import { isWrite, type SlackOperation } from '../pacing/slackRates.ts';
import { createGate } from './createGate.ts';
import { networkError } from './networkError.ts';
import { readAnswer } from './readAnswer.ts';
import { retryAfter } from './retryAfter.ts';

export interface ScimClientOptions {
  /** SCIM root, e.g. `https://api.slack.com/scim/v2`. */
  readonly baseUrl: string;
  /** The bearer token; `fresh`: past every cache. */
  readonly token: (fresh: boolean) => Promise<string | undefined>;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  /** For everything but listings. Default 10,000. */
  readonly timeoutMs?: number;
  /** For listings, whose pages hold a thousand users. Default 60,000. */
  readonly listTimeoutMs?: number;
  /** Requests under way at once. Default 16. */
  readonly concurrency?: number;
  /** A larger answer is refused. Default 64 MB. */
  readonly maxAnswerBytes?: number;
}

export interface ScimRequest {
  readonly operation: SlackOperation;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with query under the SCIM root. */
  readonly path: string;
  readonly body?: object;
}

/** What Slack answered with success. */
export interface ScimAnswer {
  /** The parsed JSON, `undefined` for an empty body. */
  readonly json: unknown;
  /** Size of the body. */
  readonly bytes: number;
}

/** Sends one request within Slack's limits. */
export interface ScimClient {
  /** Throws ProvisioningError. */
  send(request: ScimRequest): Promise<ScimAnswer>;
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
  readonly bytes: number;
}

function noToken(): ProvisioningError {
  const message = 'There is no Slack token. Authorise the app, or set SLACK_TOKEN.';
  return new ProvisioningError('unauthorized', 'missing_authentication', message);
}

function parseBody(body: string, { operation }: ScimRequest): unknown {
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    const message = 'Slack answered with success, but not in JSON. Check SLACK_SCIM_BASE_URL.';
    throw new ProvisioningError('retry', 'UnreadableAnswer', message, { lostAnswer: isWrite(operation) });
  }
}

/** HTTP to Slack: token, pace, concurrency, time-out, size, errors. `fetch` keeps its connections alive. */
export function createScimClient(options: ScimClientOptions): ScimClient {
  const { token, pacer, clock, timeoutMs = 10_000, listTimeoutMs = 60_000 } = options;
  const { concurrency = 16, maxAnswerBytes = 64 * 2 ** 20 } = options;
  const root = options.baseUrl.replace(/\/+$/, '');
  const call = options.fetch ?? fetch;
  const passGate = createGate(concurrency);

  async function transmit(request: ScimRequest, bearer: string): Promise<Answer> {
    const isListing = request.operation === 'listUsers' || request.operation === 'listGroups';
    try {
      const response = await call(`${root}${request.path}`, {
        method: request.method,
        headers: {
          authorization: `Bearer ${bearer}`,
          accept: 'application/json',
          ...(request.body ? { 'content-type': 'application/json; charset=utf-8' } : {}),
        },
        ...(request.body ? { body: JSON.stringify(request.body) } : {}),
        // A redirect would carry the token elsewhere.
        redirect: 'manual',
        signal: AbortSignal.timeout(isListing ? listTimeoutMs : timeoutMs),
      });
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        ...(await readAnswer(response, maxAnswerBytes, isWrite(request.operation))),
      };
    } catch (error) {
      throw isProvisioningError(error) ? error : networkError(error, isWrite(request.operation));
    }
  }

  /** Waits for the pace first, so that a write that has to wait does not keep others from the gate. */
  async function exchange(request: ScimRequest, bearer: string): Promise<Answer> {
    await pacer.acquire(request.operation);
    return passGate(() => transmit(request, bearer));
  }

  /** A rotated token is taken up at once; the same one again is not worth a second try. */
  async function exchangeWithToken(request: ScimRequest): Promise<Answer> {
    const bearer = await token(false);
    if (bearer !== undefined) {
      const answer = await exchange(request, bearer);
      if (answer.status !== 401) return answer;
      const fresh = await token(true);
      return fresh === undefined || fresh === bearer ? answer : exchange(request, fresh);
    }
    const fresh = await token(true);
    if (fresh === undefined) throw noToken();
    return exchange(request, fresh);
  }

  /** A lock concerns one object only; a rate limit concerns everybody. Failing to tell the others changes nothing here. */
  async function slowEverybodyDown(error: ProvisioningError, operation: SlackOperation): Promise<void> {
    if (error.class !== 'wait' || error.until === undefined || error.code === 'resource_locked') return;
    await pacer.postpone(operation, error.until).catch(() => undefined);
  }

  return {
    async send(request) {
      const answer = await exchangeWithToken(request);
      const { status, body, bytes } = answer;
      if (status >= 200 && status < 300) return { json: parseBody(body, request), bytes };
      const until = retryAfter(answer.retryAfter, clock.now());
      const error = classifyAnswer({ operation: request.operation, status, body, until });
      await slowEverybodyDown(error, request.operation);
      throw error;
    },
  };
}
