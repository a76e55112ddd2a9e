import type { Change, ObjectKind } from '../model/change.ts';
import { messageIdOf } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';

/** A notification POST, parsed. */
export interface ReceivedNotifications {
  readonly changes: readonly {
    readonly kind: ObjectKind;
    readonly id: string;
    /** Sequence number or hash: what makes this change different from the next. */
    readonly source: string;
    readonly members?: { readonly added: readonly string[]; readonly removed: readonly string[] };
  }[];
  readonly lifecycle: readonly { readonly event: string; readonly subscriptionId: string }[];
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
}

/** Resolves when every change is in the queue; Graph may be answered 202 then, and only then. */
export async function acceptNotifications(
  received: ReceivedNotifications,
  { queue, job, clock, logger }: Pick<EngineDependencies, 'queue' | 'job' | 'clock' | 'logger'>,
): Promise<void> {
  for (const { index, reason } of received.rejected) logger.warn(`Notification item ${index} was ignored: ${reason}`);
  if (received.changes.length > 0) {
    await queue.send(
      received.changes.map(({ kind, id, source, members }) => {
        const change: Change = { v: 1, kind, id, cause: 'notification', attempt: 0, ...(members ? { members } : {}) };
        return { change, messageId: messageIdOf(change, source) };
      }),
    );
  }
  const [event] = received.lifecycle;
  if (event) {
    logger.info(`Lifecycle notification ${event.event} for subscription ${event.subscriptionId}.`);
    await job.write('subscriptionAttention', { event: event.event, at: clock.now().toISOString() });
  }
}
