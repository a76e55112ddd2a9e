import { app, type InvocationContext, type Timer } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { renewSubscriptions } from '../shared/engine/keepSubscriptions.ts';

/** Compares our subscriptions with what Graph really has, and creates, renews or heals them. */
export async function renew(_timer: Timer, context: InvocationContext): Promise<void> {
  await renewSubscriptions(await composition().engine(context));
}

app.timer('renewSubscriptions', { schedule: composition().schedules.renewSubscriptions, handler: renew });
