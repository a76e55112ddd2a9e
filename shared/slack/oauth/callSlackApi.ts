import { ProvisioningError } from '../../errors/provisioningError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KnownError } from '../errors/knownError.ts';
import { SLACK_ERRORS } from '../errors/slackErrors.ts';
import { networkError } from '../http/networkError.ts';
import { retryAfter } from '../http/retryAfter.ts';
import { OAUTH_ERRORS } from './oauthErrors.ts';

/** How Slack's Web API is reached. */
export interface SlackApiOptions {
  /** `https://slack.com`, for GovSlack `https://slack-gov.com`. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  /** Default 10,000. */
  readonly timeoutMs?: number;
}

export interface SlackApiRequest {
  /** E.g. `auth.test`. */
  readonly method: string;
  /** Value of the header, with scheme. */
  readonly authorization: string;
  readonly form?: Readonly<Record<string, string>>;
}

export interface SlackApiAnswer {
  /** JSON with `ok: true`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What the token may do (`x-oauth-scopes`); undefined when Slack does not say. */
  readonly scopes: readonly string[] | undefined;
}

const KNOWN: ReadonlyMap<string, KnownError> = new Map([...SLACK_ERRORS, ...Object.entries(OAUTH_ERRORS)]);

/**
 * One call of the Web API, which tells failures in the body of an HTTP 200: `{"ok":false,"error":"…"}`.
 * @throws ProvisioningError with Slack's name as code and no part of the request in it
 */
export async function callSlackApi(request: SlackApiRequest, options: SlackApiOptions): Promise<SlackApiAnswer> {
  const { response, text } = await exchange(request, options);
  const body = parseObject(text);
  if (response.status === 429) {
    const until = retryAfter(response.headers.get('retry-after'), options.clock.now());
    throw new ProvisioningError('wait', 'ratelimited', "Slack's rate limit is reached.", { until });
  }
  if (typeof body?.ok !== 'boolean') throw foreignAnswer(response.status);
  if (!body.ok) throw slackApiError(body.error);
  return { body, scopes: response.headers.get('x-oauth-scopes')?.split(/[\s,]+/) };
}

async function exchange(
  { method, authorization, form = {} }: SlackApiRequest,
  { baseUrl, fetch: call = fetch, timeoutMs = 10_000 }: SlackApiOptions,
): Promise<{ response: Response; text: string }> {
  try {
    const response = await call(`${baseUrl}/api/${method}`, {
      method: 'POST',
      headers: { authorization, accept: 'application/json' },
      body: new URLSearchParams(form),
      // A redirect would carry the secret elsewhere.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { response, text: await response.text() };
  } catch (error) {
    throw networkError(error, true);
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** An HTML page of a proxy, a login page, half an answer. */
function foreignAnswer(status: number): ProvisioningError {
  const message = `An HTTP ${status} came that is not from Slack's Web API. Check SLACK_OAUTH_BASE_URL and what stands between the app and Slack.`;
  return new ProvisioningError('retry', 'UnexpectedAnswer', message, { lostAnswer: true });
}

/** A refusal by its name, from the body of an answer or from the address to which Slack sends the browser back. */
export function slackApiError(name: unknown): ProvisioningError {
  const code = typeof name === 'string' && /^[a-z_]{1,64}$/.test(name) ? name : 'UnknownSlackError';
  const known = KNOWN.get(code);
  if (known) {
    return new ProvisioningError(known.class, code, `${known.explanation} ${known.recommendedAction}`);
  }
  return new ProvisioningError('invalid', code, `Slack refused with the reason ${code}.`);
}
