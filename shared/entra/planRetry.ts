import type { ProvisioningError } from '../errors/provisioningError.ts';
import type { Random } from '../ports/clock.ts';

/** What one try brought: a status, or an error of the connection. */
export interface AttemptResult {
  readonly status?: number;
  readonly error?: ProvisioningError;
  /** Milliseconds the answer asked to wait. */
  readonly retryAfter?: number | undefined;
}

const PASSING = new Set([429, 500, 502, 503, 504, 509]);
/** Answers which say that the request was not carried out, so that even a POST may be repeated. */
const REFUSED = new Set([429, 503, 509]);
const BASE_MS = 500;
const LONGEST_MS = 8_000;

function mayRepeat(method: string, { status, error }: AttemptResult): boolean {
  if (status === undefined) return error?.lostAnswer !== true || method !== 'POST';
  return PASSING.has(status) && (method !== 'POST' || REFUSED.has(status));
}

/**
 * Decides whether a request is tried again.
 *
 * @param tries tries made so far
 * @param waited milliseconds waited between them so far
 * @returns milliseconds to wait, or `undefined` to give up. Retry-After is honoured in full; without one the wait is
 *   drawn from [0, min(8 s, 0.5 s * 2^(tries-1))) ("full jitter").
 */
export function planRetry(
  method: string,
  result: AttemptResult,
  tries: number,
  waited: number,
  limits: { readonly maxTries: number; readonly patienceMs: number; readonly random: Random },
): number | undefined {
  if (tries >= limits.maxTries || !mayRepeat(method, result)) return undefined;
  const waitMs = result.retryAfter ?? limits.random() * Math.min(LONGEST_MS, BASE_MS * 2 ** (tries - 1));
  return waited + waitMs > limits.patienceMs ? undefined : waitMs;
}
