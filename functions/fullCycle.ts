import type { InvocationContext, Timer } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { runDueFullCycle } from '../shared/engine/fullCycle.ts';

/** Looks every minute whether a full cycle was asked for or the day's is due; this timer alone starts cycles. */
export async function fullCycle(_timer: Timer, context: InvocationContext): Promise<void> {
  await runDueFullCycle(await composition().engine(context));
}
