import type { InvocationContext, Timer } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { keepHouse } from '../shared/engine/housekeeping.ts';

/** Far below the ten minutes that a function may take. */
const LONGEST_MS = 240_000;

/** Deletes what is no longer kept: old entries of the log, finished requests. */
export async function housekeeping(_timer: Timer, context: InvocationContext): Promise<void> {
  await keepHouse(new Date(Date.now() + LONGEST_MS), await composition().engine(context));
}
