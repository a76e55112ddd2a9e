import { setTimeout as delay } from 'node:timers/promises';
import { strikes } from '../faults/injectFault.ts';
import { SlackError } from '../state/slackError.ts';
import type { Simulation } from './simulation.ts';

/**
 * One write at a time per user or group; a second one is refused while the first runs
 * (docs.slack.dev/reference/scim-api, concurrency).
 * @param id `undefined` for a resource that is only being made
 * @throws SlackError `resource_locked`
 */
export async function lockResource<Result>(
  { locks, faults }: Simulation,
  id: string | undefined,
  perform: () => Result,
): Promise<Result> {
  const isLocked = id !== undefined && (locks.has(id) || strikes(faults, 'resourceLocked'));
  if (isLocked) throw new SlackError('resource_locked', { retryAfter: 1 });
  if (faults.writeDelayMs <= 0) return perform();
  if (id !== undefined) locks.add(id);
  try {
    await delay(faults.writeDelayMs);
    return perform();
  } finally {
    if (id !== undefined) locks.delete(id);
  }
}
