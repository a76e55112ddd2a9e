import type { Health } from '../model/job.ts';
import { countFailures } from './countFailures.ts';
import type { EngineDependencies } from './dependencies.ts';
import { settleDeadLetters } from './settleDeadLetters.ts';

/** Counts what fails and what waits, for status, alerts and quarantine. A queue that cannot be looked at is no fault of the sweep. */
export async function takeHealth(dependencies: EngineDependencies): Promise<Health> {
  const { job, queueMonitor, clock, logger } = dependencies;
  const queue = queueMonitor.look().catch((error: unknown) => {
    logger.warn(`The queue was not looked at: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  const health: Health = {
    at: clock.now().toISOString(),
    failures: await countFailures(dependencies),
    ...(await settleDeadLetters(dependencies)),
    queue: await queue,
  };
  await job.write('health', health);
  return health;
}
