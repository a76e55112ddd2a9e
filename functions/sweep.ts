import type { InvocationContext, Timer } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { sweep } from '../shared/engine/sweep.ts';

/** Every minute: what notifications missed, what is due again, what has changed in assignments or configuration. */
export async function runSweep(_timer: Timer, context: InvocationContext): Promise<void> {
  await sweep(await composition().engine(context));
}
