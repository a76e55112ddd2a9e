import type { EngineDependencies } from './dependencies.ts';

/** Asks for a full cycle; the first reason is kept until the cycle has enqueued everything. */
export async function requestFullCycle(
  reason: string,
  { job, clock }: Pick<EngineDependencies, 'job' | 'clock'>,
): Promise<void> {
  if (await job.read('fullRequest')) return;
  await job.write('fullRequest', { reason, requestedAt: clock.now().toISOString() });
}
