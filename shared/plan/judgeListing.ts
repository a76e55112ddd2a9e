import type { ListingDoubt, ListingMemory } from '../model/job.ts';

/** A much smaller listing is believed after so many looks, over at least so long a time. */
const LOOKS = 3;
const LOOKING_MS = 30 * 60_000;

export interface ListingFacts {
  readonly size: number;
  /** What is known of earlier listings. */
  readonly memory: ListingMemory;
  /** How much smaller than the last one a listing may be. 0: not compared, since every deletion is staged anyway. */
  readonly tolerance: number;
  /** An empty listing although there was something: doubted whatever the tolerance is. */
  readonly isSuddenlyEmpty: boolean;
  readonly now: Date;
}

export type ListingVerdict =
  | { readonly type: 'plausible' }
  | { readonly type: 'doubted'; readonly doubt: ListingDoubt }
  /** Small, but steadily so: what follows from it is for a person to approve. */
  | { readonly type: 'believed' };

/**
 * Whether a listing may be taken at its word. One that has shrunk by more than the tolerance is more likely short than true
 * (a first page taken for all, a fault read as "nobody"), so nothing is concluded from it until it has stayed like that.
 */
export function judgeListing({ size, memory, tolerance, isSuddenlyEmpty, now }: ListingFacts): ListingVerdict {
  const isMuchSmaller = tolerance > 0 && memory.size !== undefined && memory.size - size > tolerance;
  if (!isMuchSmaller && !isSuddenlyEmpty) return { type: 'plausible' };
  const lookedAt = now.toISOString();
  const { doubt } = memory;
  if (!doubt || Math.abs(doubt.size - size) > tolerance) {
    return { type: 'doubted', doubt: { size, looks: 1, since: lookedAt, lookedAt } };
  }
  const looks = doubt.looks + 1;
  if (looks >= LOOKS && now.getTime() - Date.parse(doubt.since) >= LOOKING_MS) return { type: 'believed' };
  return { type: 'doubted', doubt: { ...doubt, looks, lookedAt } };
}
