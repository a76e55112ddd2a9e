import { SIGNED_OUT } from '../preview/messages.ts';
import { barrier, forgetKey, functionKey } from './session.ts';

/** `/api`, wherever the app is served. */
const BASE = location.pathname.replace(/\/dashboard(?:\/.*)?$/u, '');

/** What the admin API said instead of an answer (RFC 9457). `message` is for a person. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** What is wrong with which part of the request. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** Further members, e.g. the line and column of a mistake in an expression. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.members = members;
    this.errors = Array.isArray(members.errors) ? members.errors : [];
  }
}

/** Address and headers of an admin route, for whoever sends the request. */
export function addressed(path: string): { readonly url: string; readonly headers: Record<string, string> } {
  const key = functionKey();
  return { url: `${BASE}/${path}`, headers: key === null ? {} : { 'x-functions-key': key } };
}

/** Asks an admin route. Throws ApiError; a missing key or sign-in is also shown to the person. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await fetchRaw(path, signal ? { signal } : {})).json() as Promise<T>;
}

/** Tells an admin route to do something. Throws ApiError, as `get` does. */
export async function post<T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
  const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return (await fetchRaw(path, signal ? { ...init, signal } : init)).json() as Promise<T>;
}

/** The answer of an admin route as it comes. Throws ApiError, as `get` does. */
export async function fetchRaw(path: string, init: RequestInit): Promise<Response> {
  const { url, headers } = addressed(path);
  let answer: Response;
  try {
    const all = { ...headers, ...(init.headers as Record<string, string>) };
    answer = await fetch(url, { ...init, headers: all, redirect: 'manual' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, 'The app does not answer. It may be starting, or the connection is down.');
  }
  if (answer.ok) return answer;
  throw await toError(answer.type === 'opaqueredirect' ? signedOut() : answer);
}

/** App Service authentication sends whoever is not signed in, or no longer, to a page of another origin: no route redirects by itself. */
function signedOut(): Response {
  return Response.json({ detail: SIGNED_OUT }, { status: 401 });
}

/** The failure that an answer tells. Shows the key form or the sign-in when that is what is missing. */
export async function toError(answer: Response): Promise<ApiError> {
  const problem = await readProblem(answer);
  const detail = String(problem?.detail ?? problem?.title ?? `The app answered with HTTP ${answer.status}.`);
  raiseBarrier(answer.status, problem === undefined ? undefined : detail);
  return new ApiError(answer.status, detail, problem);
}

async function readProblem(answer: Response): Promise<Record<string, unknown> | undefined> {
  if (!answer.headers.get('content-type')?.includes('json')) return undefined;
  return answer.json().catch(() => undefined) as Promise<Record<string, unknown> | undefined>;
}

/** The host itself refuses a missing or wrong function key, without a body; the app says that a sign-in is missing. */
function raiseBarrier(status: number, detail: string | undefined): void {
  if (status === 401 && detail === undefined) {
    barrier.value = { kind: 'key', refused: functionKey() !== null };
    forgetKey();
    return;
  }
  if (status === 401) barrier.value = { kind: 'signIn', detail: detail ?? '' };
}
