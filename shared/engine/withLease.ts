import { ConcurrencyError } from '../errors/storeErrors.ts';
import type { EngineDependencies } from './dependencies.ts';

/** A lease lives this long without renewal: how long a dead holder blocks the others. */
const LEASE_MS = 20_000;

/** Proof of being the only one; renew it between steps. Throws ConcurrencyError when it was lost. */
export interface LeaseHold {
  renew(): Promise<void>;
}

/**
 * Runs work that only one instance may do at a time.
 * @returns false when somebody else holds the lease; the work was not begun
 */
export async function withLease(
  key: 'lease-fullCycle' | 'lease-sweep',
  dependencies: Pick<EngineDependencies, 'job' | 'clock' | 'instanceId'>,
  work: (lease: LeaseHold) => Promise<void>,
): Promise<boolean> {
  const { job, clock, instanceId: owner } = dependencies;
  const until = () => new Date(clock.now().getTime() + LEASE_MS).toISOString();
  const held = await job.read(key);
  if (held && held.value.until > clock.now().toISOString()) return false;
  let etag: string;
  try {
    etag = await job.write(key, { owner, until: until() }, held?.etag ?? null);
  } catch (error) {
    if (error instanceof ConcurrencyError) return false;
    throw error;
  }
  let renewedAt = clock.now().getTime();
  const lease: LeaseHold = {
    renew: async () => {
      if (clock.now().getTime() - renewedAt < LEASE_MS / 4) return;
      etag = await job.write(key, { owner, until: until() }, etag);
      renewedAt = clock.now().getTime();
    },
  };
  try {
    await work(lease);
  } finally {
    await release();
  }
  return true;

  async function release(): Promise<void> {
    try {
      await job.write(key, { owner, until: clock.now().toISOString() }, etag);
    } catch (error) {
      if (!(error instanceof ConcurrencyError)) throw error;
    }
  }
}
