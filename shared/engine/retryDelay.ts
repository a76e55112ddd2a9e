import type { Random } from '../ports/clock.ts';

/** Tries of one message before the object goes to escrow. */
export const LAST_ATTEMPT = 5;

const BASE_MS = 2_000;
const LONGEST_MS = 15 * 60_000;

/** Full jitter over an exponentially growing span: 0..2 s, 0..4 s, … at most 15 minutes. */
export function retryDelay(attempt: number, random: Random): number {
  return Math.round(random() * Math.min(LONGEST_MS, BASE_MS * 2 ** attempt));
}

/** How long an escrowed object rests: 5 minutes, doubling to a day. `attempts` counts from 1. */
export function escrowDelay(attempts: number): number {
  return Math.min(24 * 3_600_000, 5 * 60_000 * 2 ** (attempts - 1));
}
