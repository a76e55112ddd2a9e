import type { ServiceBusMessage } from '@azure/service-bus';
import { type Change, sessionIdOf } from '../model/change.ts';
import type { OutgoingChange } from '../ports/changeQueue.ts';

/** 40 KB of JSON: far below the 256 KB that a message may have on the Standard tier. */
const LARGEST_HINT = 1_000;

/** A change as Service Bus takes it: one session per object, JSON body, scheduled when it has a time. */
export function toQueueMessage({ change, messageId, at }: OutgoingChange): ServiceBusMessage {
  return {
    body: withoutLargeHint(change),
    contentType: 'application/json',
    sessionId: sessionIdOf(change),
    messageId,
    ...(at && { scheduledEnqueueTimeUtc: at }),
  };
}

/** The members of a group notification are only a hint; without it the worker reads the whole group, which is cheaper than many ids. */
function withoutLargeHint(change: Change): Change {
  const { members, ...rest } = change;
  if (!members || members.added.length + members.removed.length <= LARGEST_HINT) return change;
  return rest;
}
