import type { Cycle, JobDocuments } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

/**
 * Asks for a full cycle. A request is answered by the first cycle that starts after it, never by one that was running
 * already, since that one may be past what the request is about. The same reason twice is one request.
 */
export async function requestFullCycle(
  reason: string,
  { job, cycles, clock }: Pick<EngineDependencies, 'job' | 'cycles' | 'clock'>,
): Promise<void> {
  const stored = await job.read('fullRequest');
  if (stored?.value.reason === reason && isPending(stored.value, (await cycles.recent(1))[0])) return;
  await job.write('fullRequest', { reason, requestedAt: clock.now().toISOString() });
}

/** Whether a request still waits for its cycle. Nobody removes requests, so none can be removed by mistake. */
export function isPending({ requestedAt }: JobDocuments['fullRequest'], newest: Cycle | undefined): boolean {
  return !newest || requestedAt >= newest.startedAt;
}
