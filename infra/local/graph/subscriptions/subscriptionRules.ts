import { GraphError } from '../graphError.ts';

const MINUTE_MS = 60_000;
/** What is asked for less is raised to this. */
const MIN_MINUTES = 45;
/** Just under 29 days, for users, groups and other directory objects. */
const MAX_MINUTES = 41_760;
const MAX_CLIENT_STATE = 128;

export function invalidRequest(message: string): GraphError {
  return new GraphError(400, 'InvalidRequest', message);
}

/**
 * The resources that notify: all users or groups, one of them, or the members of a group.
 * @returns without a leading slash
 * @throws GraphError 400 for any other; assignments of applications can't be subscribed to at all
 */
export function parseResource(value: unknown): string {
  const resource = typeof value === 'string' ? value.replace(/^\//, '') : '';
  if (/^(users|groups)(\/[\w-]+)?$/i.test(resource) || /^groups\/[\w-]+\/(members|owners)$/i.test(resource)) {
    return resource;
  }
  throw invalidRequest(`Resource '${String(value)}' is not supported for subscriptions.`);
}

/** @throws GraphError 400: users and groups know `updated` and `deleted` only */
export function parseChangeTypes(value: unknown, acceptCreated: boolean): string[] {
  const known = ['updated', 'deleted', ...(acceptCreated ? ['created'] : [])];
  const types = typeof value === 'string' ? value.split(',').map((type) => type.trim()) : [''];
  const unknown = types.find((type) => !known.includes(type));
  if (unknown === undefined) return [...new Set(types)].sort();
  throw invalidRequest(`Invalid 'changeType' attribute: '${unknown}'.`);
}

/**
 * @returns epoch milliseconds, at least 45 minutes ahead
 * @throws GraphError 400 for no date, or one beyond the maximum
 */
export function parseExpiration(value: unknown, now: number): number {
  const wanted = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(wanted)) throw invalidRequest("Invalid 'expirationDateTime' attribute.");
  if (wanted > now + MAX_MINUTES * MINUTE_MS) {
    throw invalidRequest(`Subscription expiration can only be ${MAX_MINUTES} minutes in the future.`);
  }
  return Math.max(wanted, now + MIN_MINUTES * MINUTE_MS);
}

/** HTTPS, or for local work plain HTTP to this machine. */
export function parseNotificationUrl(value: unknown, name: string): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const isLoopback = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return String(value);
  throw invalidRequest(`The '${name}' must be an HTTPS address.`);
}

export function parseClientState(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value.length <= MAX_CLIENT_STATE) return value;
  throw invalidRequest(`The 'clientState' can have at most ${MAX_CLIENT_STATE} characters.`);
}
