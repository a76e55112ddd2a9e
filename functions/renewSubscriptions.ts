import type { InvocationContext, Timer } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { renewSubscriptions } from '../shared/engine/keepSubscriptions.ts';
import { noteSigningCertificate } from '../shared/engine/noteSigningCertificate.ts';

/** Compares our subscriptions with what Graph really has, and creates, renews or heals them; and notes when single sign-on's certificate runs out. */
export async function renew(_timer: Timer, context: InvocationContext): Promise<void> {
  const dependencies = await composition().engine(context);
  await noteSigningCertificate(dependencies);
  await renewSubscriptions(dependencies);
}
