import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { EngineDependencies } from './dependencies.ts';

/** A lease lives this long without renewal: how long a dead holder blocks the others. */
const LEASE_MS = 20_000;

/** Proof of being the only one. */
export interface LeaseHold {
  /** Throws ConcurrencyError when the lease was lost; to be asked before each step that counts on it. */
  check(): void;
}

/**
 * Runs work that only one instance may do at a time. The lease is renewed in the background for as long as that takes.
 * @returns false when somebody else holds the lease; the work was not begun
 */
export async function withLease(
  key: 'lease-fullCycle' | 'lease-sweep' | 'lease-subscriptions' | 'lease-token',
  dependencies: Pick<EngineDependencies, 'job' | 'clock' | 'instanceId'>,
  work: (lease: LeaseHold) => Promise<void>,
): Promise<boolean> {
  const { job, clock, instanceId: owner } = dependencies;
  const held = await job.read(key);
  if (held && held.value.until > clock.now().toISOString()) return false;
  let until = 0;
  let etag: string | null = held?.etag ?? null;
  let isLost = false;
  const take = async (lifetimeMs: number) => {
    const end = clock.now().getTime() + lifetimeMs;
    etag = await job.write(key, { owner, until: new Date(end).toISOString() }, etag);
    until = end;
  };
  try {
    await take(LEASE_MS);
  } catch (error) {
    if (error instanceof ConcurrencyError) return false;
    throw error;
  }

  const ended = new AbortController();
  const renewing = keepRenewing();
  try {
    await work({
      check: () => {
        if (isLost || clock.now().getTime() > until) throw new ConcurrencyError(`The lease ${key} was lost.`);
      },
    });
  } finally {
    ended.abort();
    await renewing;
    if (!isLost) await take(0).catch(ignoreLoss);
  }
  return true;

  async function keepRenewing(): Promise<void> {
    while (!isLost) {
      try {
        await clock.sleep(LEASE_MS / 4, ended.signal);
      } catch {
        return;
      }
      try {
        await take(LEASE_MS);
      } catch (error) {
        // After a storage fault the lease holds until it runs out, so the next round may still be in time.
        isLost = error instanceof ConcurrencyError;
      }
    }
  }
}

/** A lease that cannot be given back runs out by itself. */
function ignoreLoss(): void {}
