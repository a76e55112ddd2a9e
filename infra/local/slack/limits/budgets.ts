import { TokenBucket } from './tokenBucket.ts';

interface Budget {
  readonly perMinute: number;
  readonly burst: number;
}

/** docs.slack.dev/reference/scim-api/rate-limits: per organisation, over all apps, tokens and both versions. */
const BUDGETS = {
  writes: { perMinute: 600, burst: 180 },
  reads: { perMinute: 1000, burst: 1000 },
  'GET /Users/{id}': { perMinute: 300, burst: 300 },
  'POST /Users': { perMinute: 180, burst: 20 },
  'PUT|PATCH /Users/{id}': { perMinute: 180, burst: 20 },
  'DELETE /Users/{id}': { perMinute: 180, burst: 20 },
  'GET /Groups/{id}': { perMinute: 300, burst: 300 },
  'POST /Groups': { perMinute: 180, burst: 20 },
  'PUT|PATCH /Groups/{id}': { perMinute: 180, burst: 80 },
  'DELETE /Groups/{id}': { perMinute: 180, burst: 20 },
} satisfies Record<string, Budget>;

type BudgetName = keyof typeof BUDGETS;

/**
 * The budgets that a request draws on: the organisation's, and the endpoint's if it has one.
 * @param path behind the version: `/Users/U0123456789`
 */
export function budgetsOf(method: string, path: string): readonly BudgetName[] {
  const whole: BudgetName = method === 'GET' ? 'reads' : 'writes';
  const match = /^\/(Users|Groups)(\/[^/]+)?\/?$/.exec(path);
  if (!match) return [whole];
  const verb = method === 'PUT' || method === 'PATCH' ? 'PUT|PATCH' : method;
  const endpoint = `${verb} /${match[1]}${match[2] ? '/{id}' : ''}`;
  return isBudget(endpoint) ? [whole, endpoint] : [whole];
}

function isBudget(name: string): name is BudgetName {
  return name in BUDGETS;
}

/** All budgets of one organisation. Both the organisation's and the endpoint's must allow a request. */
export class RateLimits {
  readonly #buckets: Map<BudgetName, TokenBucket>;

  /**
   * @param speed 1 for Slack's real limits, 20 for limits that refill twenty times faster; bursts stay as they are
   * @param now milliseconds
   */
  constructor(speed: number, now: () => number) {
    const entries = Object.entries(BUDGETS) as [BudgetName, Budget][];
    this.#buckets = new Map(
      entries.map(([name, { perMinute, burst }]) => [name, new TokenBucket(burst, (perMinute / 60) * speed, now)]),
    );
  }

  /** How many requests each budget would let through now. */
  describe(): readonly { readonly name: string; readonly left: number; readonly burst: number }[] {
    return [...this.#buckets].map(([name, bucket]) => ({ name, left: bucket.left(), burst: BUDGETS[name].burst }));
  }

  /** Takes one request from each budget, or nothing. Answers the milliseconds to wait, 0 when the request may go on. */
  take(names: readonly BudgetName[]): number {
    const buckets = names.flatMap((name) => this.#buckets.get(name) ?? []);
    const wait = Math.max(0, ...buckets.map((bucket) => bucket.waitTime()));
    if (wait > 0) return wait;
    for (const bucket of buckets) bucket.take();
    return 0;
  }
}

/**
 * `Retry-After` in whole seconds, at least 1. With limits scaled up the true wait is often shorter: a request that comes
 * back sooner is let in all the same.
 */
export function toRetryAfter(wait: number): number {
  return Math.max(1, Math.ceil(wait / 1000));
}
