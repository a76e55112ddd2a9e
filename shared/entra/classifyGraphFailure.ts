import { ProvisioningError } from '../errors/provisioningError.ts';
import { continuesDelta, describePath } from './graphPath.ts';
import { likelyMissingPermission } from './graphPermission.ts';
import { parseRetryAfter } from './retryAfter.ts';

/** A request as far as errors speak of it. */
export interface GraphRequestSummary {
  readonly method: string;
  /** Below the API version, with query. */
  readonly path: string;
}

/** An answer outside 2xx. */
export interface GraphFailure {
  readonly status: number;
  readonly headers: Headers;
  /** Body as text; Graph sends `{ error: { code, message, innerError } }`. */
  readonly body: string;
}

/** How long to stay away after a 429 that does not say. */
const DEFAULT_THROTTLE_MS = 30_000;
const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Graph's own error code and request id. Its message is left out of ours: it may name a person. */
function readGraphError(failure: GraphFailure): { code: string; message: string; requestId: string | undefined } {
  let error: { code?: unknown; message?: unknown; innerError?: { 'request-id'?: unknown } } = {};
  try {
    error = JSON.parse(failure.body)?.error ?? {};
  } catch {
    // Gateways answer with HTML or nothing.
  }
  const code = typeof error.code === 'string' && /^[\w.-]{1,100}$/.test(error.code) ? error.code : undefined;
  const requestId = failure.headers.get('request-id') ?? error.innerError?.['request-id'];
  return {
    code: code ?? `Http${failure.status}`,
    message: typeof error.message === 'string' ? error.message : '',
    requestId: typeof requestId === 'string' && /^[\w-]{1,100}$/.test(requestId) ? requestId : undefined,
  };
}

/**
 * True when the delta link is of no use any more: 410, one of Graph's resync codes with any status, or a 400 where the
 * token is the only input. Entra's exact body is undocumented, so each of them counts.
 */
function isDeltaExpired(request: GraphRequestSummary, status: number, code: string): boolean {
  if (/^(?:resyncRequired|syncStateNotFound)$/i.test(code)) return true;
  return (status === 410 || status === 400) && continuesDelta(request.path);
}

/** 501 means that a property cannot be read this way: permanent, unlike the other 5xx. */
function isPassing(status: number): boolean {
  return status === 408 || status === 423 || status === 425 || (status >= 500 && status !== 501);
}

/** Turns an answer outside 2xx into the one error that callers see. */
export function classifyGraphFailure(
  request: GraphRequestSummary,
  failure: GraphFailure,
  now: Date,
): ProvisioningError {
  const { status } = failure;
  const { code, message, requestId } = readGraphError(failure);
  const what = `${request.method} ${describePath(request.path)}`;
  const evidence = `(HTTP ${status} ${code}${requestId ? `, request-id ${requestId}` : ''})`;
  const retryAfter = parseRetryAfter(failure.headers.get('retry-after'), now);

  if (isDeltaExpired(request, status, code)) {
    return new ProvisioningError('gone', 'DeltaExpired', `Graph no longer accepts the delta link ${evidence}.`);
  }
  if (status === 401) {
    return new ProvisioningError('unauthorized', code, `Graph did not accept the app's token for ${what} ${evidence}.`);
  }
  if (status === 403) {
    const permission = likelyMissingPermission(request.path);
    const hint = permission ? ` The app probably lacks the application permission ${permission}.` : '';
    return new ProvisioningError('unauthorized', code, `Graph refused ${what} ${evidence}.${hint}`);
  }
  if (status === 404 || status === 410) {
    return new ProvisioningError('gone', code, `Graph does not know the object of ${what} ${evidence}.`);
  }
  if (status === 409) {
    const existingId = request.path.startsWith('/subscriptions') ? GUID.exec(message)?.[0].toLowerCase() : undefined;
    const text = `Graph reports a conflict for ${what} ${evidence}.`;
    return new ProvisioningError('conflict', code, text, existingId === undefined ? {} : { existingId });
  }
  if (status === 429 || (isPassing(status) && retryAfter !== undefined)) {
    const until = new Date(now.getTime() + (retryAfter ?? DEFAULT_THROTTLE_MS));
    return new ProvisioningError('wait', code, `Graph asks to wait with ${what} ${evidence}.`, { until });
  }
  if (isPassing(status)) {
    const lostAnswer = request.method !== 'GET';
    return new ProvisioningError('retry', code, `Graph failed at ${what} ${evidence}.`, { lostAnswer });
  }
  return new ProvisioningError('invalid', code, `Graph rejected ${what} ${evidence}.`);
}

/** Codes of errors that arise before anything was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function systemCode(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
    if (current.name === 'TimeoutError') return 'TimeoutError';
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return undefined;
}

/** Turns a fault of the connection (refused, reset, timed out, body broken off) into a ProvisioningError `retry`. */
export function classifyNetworkFault(request: GraphRequestSummary, error: unknown): ProvisioningError {
  const code = systemCode(error);
  const lostAnswer = request.method !== 'GET' && !(code !== undefined && NOT_SENT.has(code));
  const message = `No answer from Graph for ${request.method} ${describePath(request.path)} (${code ?? 'network error'}).`;
  return new ProvisioningError('retry', 'NetworkError', message, { lostAnswer, cause: error });
}
