/** Resource units that an app may use per 10 s in a tenant, by the number of its users (throttling limits, identity service). */
function limitFor(users: number): number {
  if (users < 50) return 3_500;
  return users <= 500 ? 5_000 : 8_000;
}

const WINDOW_MS = 10_000;
const WRITE_LIMIT = 3_000;
const WRITE_WINDOW_MS = 150_000;

const BASE_COSTS: readonly (readonly [RegExp, number])[] = [
  [/^\/v1\.0\/users\/?$/, 2],
  [/^\/v1\.0\/groups\/[^/]+\/members/, 3],
  [/^\/v1\.0\/groups\/[^/]+\/transitiveMembers/, 5],
  [/^\/v1\.0\/users\/[^/]+\/(?:transitiveM|m)emberOf/, 2],
];

/** What a read that comes as a POST costs; `undefined` for every other request. */
function readingPostCost(url: URL): number | undefined {
  if (url.pathname.endsWith('/checkMemberGroups')) return 4;
  if (url.pathname.endsWith('/getMemberGroups')) return 2;
  if (url.pathname.endsWith('/checkMemberObjects')) return 1;
  if (url.pathname.endsWith('/getByIds')) return url.searchParams.has('$select') ? 2 : 5;
  return undefined;
}

/** Photos are Exchange's and have a limit of their own. */
function isPhoto(url: URL): boolean {
  return /^\/v1\.0\/users\/[^/]+\/photos?(?:\/|$)/.test(url.pathname);
}

/** What a request costs: a base by its path, less for `$select` and a small `$top`, more for `$expand`, at least 1. */
export function costOf(method: string, url: URL): number {
  if (method !== 'GET') return readingPostCost(url) ?? 1;
  let cost = BASE_COSTS.find(([pattern]) => pattern.test(url.pathname))?.[1] ?? 1;
  if (url.searchParams.has('$select')) cost -= 1;
  if (url.searchParams.has('$expand')) cost += 1;
  const top = url.searchParams.get('$top');
  if (top !== null && Number(top) < 20) cost -= 1;
  return Math.max(cost, 1);
}

interface Bucket {
  level: number;
  at: number;
}

export interface UsageAnswer {
  /** Headers that every answer carries. */
  readonly headers: Record<string, string>;
  /** Set when the request is over the limit: seconds to wait. */
  readonly retryAfter?: number;
}

/** The token buckets of one app in one tenant. */
export class ResourceUnits {
  readonly #units: Bucket = { level: 0, at: 0 };
  readonly #writes: Bucket = { level: 0, at: 0 };
  readonly #timeScale: number;

  /** @param timeScale divides the windows */
  constructor(timeScale: number) {
    this.#timeScale = timeScale;
  }

  /** @param now epoch milliseconds */
  use(method: string, url: URL, users: number, now: number): UsageAnswer {
    if (isPhoto(url)) return { headers: {} };
    const cost = costOf(method, url);
    const isWrite = method !== 'GET' && readingPostCost(url) === undefined;
    const limit = limitFor(users);
    const units = this.#drained(this.#units, limit, WINDOW_MS, now) + cost;
    const writes = this.#drained(this.#writes, WRITE_LIMIT, WRITE_WINDOW_MS, now) + (isWrite ? 1 : 0);
    const share = Math.max(units / limit, writes / WRITE_LIMIT);
    const headers: Record<string, string> = { 'x-ms-resource-unit': String(cost) };
    if (share >= 0.8) headers['x-ms-throttle-limit-percentage'] = Math.min(share, 1.8).toFixed(2);
    if (share > 1) {
      const isWriteLimit = writes > WRITE_LIMIT;
      headers['x-ms-throttle-scope'] = `Tenant_Application/${isWriteLimit ? 'Write' : 'ReadWrite'}`;
      headers['x-ms-throttle-information'] = isWriteLimit ? 'WriteLimitExceeded' : 'ResourceUnitLimitExceeded';
      return {
        headers,
        retryAfter: Math.max(1, Math.ceil((isWriteLimit ? WRITE_WINDOW_MS : WINDOW_MS) / 2000 / this.#timeScale)),
      };
    }
    this.#units.level = units;
    this.#writes.level = writes;
    return { headers };
  }

  /** The level after what drained since the last look, at the rate of one limit per window. */
  #drained(bucket: Bucket, limit: number, windowMs: number, now: number): number {
    const rate = (limit * this.#timeScale) / windowMs;
    bucket.level = Math.max(0, bucket.level - Math.max(0, now - bucket.at) * rate);
    bucket.at = now;
    return bucket.level;
  }
}
