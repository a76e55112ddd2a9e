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

/** What taking in notifications needs. */
export interface NotificationIntake extends Pick<EngineDependencies, 'queue' | 'clock' | 'logger'> {
  /** Opened when it is first needed: only a lifecycle event is written down. */
  job(): Promise<EngineDependencies['job']>;
}

/** Resolves when every change is in the queue; Graph may be answered 202 then, and only then. */
export async function acceptNotifications(
  received: ReceivedNotifications,
  { queue, job, clock, logger }: NotificationIntake,
): Promise<void> {
  for (const line of describeRejected(received.rejected)) logger.warn(line);
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
    await (await job()).write('subscriptionAttention', { event: event.event, at: clock.now().toISOString() });
  }
}

/** A line per reason and not per item: anybody can post half a million bad items. */
function describeRejected(rejected: ReceivedNotifications['rejected']): readonly string[] {
  const byReason = Map.groupBy(rejected, ({ reason }) => reason);
  return [...byReason].map(([reason, items]) => {
    const were = items.length === 1 ? 'was' : `and ${items.length - 1} more were`;
    return `Notification item ${items[0]?.index} ${were} ignored: ${reason}`;
  });
}
