/** What a request to Slack does, as far as its rate limits are concerned. `list…` stands for filtered searches too. */
export type SlackOperation =
  | 'listUsers'
  | 'readUser'
  | 'createUser'
  | 'updateUser'
  | 'disableUser'
  | 'listGroups'
  | 'readGroup'
  | 'createGroup'
  | 'updateGroup'
  | 'deleteGroup';

/** One of Slack's limits, as the organisation has it. */
interface Limit {
  readonly perMinute: number;
  readonly burst: number;
}

/**
 * Slack's ten limits. They count all SCIM apps of the organisation together, and an endpoint's limit and the
 * organisation's apply at once.
 * https://docs.slack.dev/reference/scim-api/rate-limits
 */
const LIMITS = {
  writes: { perMinute: 600, burst: 180 },
  reads: { perMinute: 1000, burst: 1000 },
  readUser: { perMinute: 300, burst: 300 },
  createUser: { perMinute: 180, burst: 20 },
  updateUser: { perMinute: 180, burst: 20 },
  disableUser: { perMinute: 180, burst: 20 },
  readGroup: { perMinute: 300, burst: 300 },
  createGroup: { perMinute: 180, burst: 20 },
  updateGroup: { perMinute: 180, burst: 80 },
  deleteGroup: { perMinute: 180, burst: 20 },
} as const satisfies Record<string, Limit>;

export type BudgetName = keyof typeof LIMITS;

/** The budgets that each operation draws on, the endpoint's own first. Listings have only the organisation's. */
const BUDGETS_OF: Readonly<Record<SlackOperation, readonly BudgetName[]>> = {
  listUsers: ['reads'],
  readUser: ['readUser', 'reads'],
  createUser: ['createUser', 'writes'],
  updateUser: ['updateUser', 'writes'],
  disableUser: ['disableUser', 'writes'],
  listGroups: ['reads'],
  readGroup: ['readGroup', 'reads'],
  createGroup: ['createGroup', 'writes'],
  updateGroup: ['updateGroup', 'writes'],
  deleteGroup: ['deleteGroup', 'writes'],
};

/** The pace that one budget permits us. */
export interface Rate {
  readonly budget: BudgetName;
  /** Milliseconds between two requests in the long run. */
  readonly intervalMs: number;
  /** Requests that may go out at once after a quiet time. */
  readonly burst: number;
}

export interface SlackRates {
  /** The rates that a request of this kind must keep, the endpoint's own first. */
  of(operation: SlackOperation): readonly Rate[];
  /** Requests a second that are permitted in the long run: the lower of the endpoint's and the organisation's. */
  permittedPerSecond(operation: SlackOperation): number;
  /** Every budget's rate. */
  all(): readonly Rate[];
}

export interface SlackRateSettings {
  /** Share of Slack's limits left to other SCIM apps of the organisation, in percent. Default 10. */
  readonly headRoomPercent?: number;
  /** Multiplies the rates (not the bursts), for a simulator that runs faster than Slack does. Default 1. */
  readonly rateScale?: number;
}

/** Slack's limits, less head-room. Throws RangeError for a head-room outside 0…99 or a scale that is not positive. */
export function slackRates(settings: SlackRateSettings = {}): SlackRates {
  const { headRoomPercent = 10, rateScale = 1 } = settings;
  if (!(headRoomPercent >= 0 && headRoomPercent < 100)) throw new RangeError('headRoomPercent must be from 0 to 99.');
  if (!(rateScale > 0)) throw new RangeError('rateScale must be positive.');

  const share = (100 - headRoomPercent) / 100;
  const rateOf = (budget: BudgetName): Rate => ({
    budget,
    intervalMs: 60_000 / (LIMITS[budget].perMinute * share * rateScale),
    burst: Math.max(1, Math.floor(LIMITS[budget].burst * share)),
  });
  const cache: Partial<Record<SlackOperation, readonly Rate[]>> = {};
  const ratesOf = (operation: SlackOperation): readonly Rate[] => {
    cache[operation] ??= BUDGETS_OF[operation].map(rateOf);
    return cache[operation];
  };

  return {
    of: ratesOf,
    all: () => (Object.keys(LIMITS) as BudgetName[]).map(rateOf),
    permittedPerSecond: (operation) => 1000 / Math.max(...ratesOf(operation).map(({ intervalMs }) => intervalMs)),
  };
}

/** True for operations that change something in Slack. */
export function isWrite(operation: SlackOperation): boolean {
  return BUDGETS_OF[operation].includes('writes');
}
