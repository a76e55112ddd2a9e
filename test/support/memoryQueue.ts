import { ProvisioningError } from '../../shared/errors/provisioningError.ts';
import type { QueueDepth } from '../../shared/model/job.ts';
import type { ChangeQueue, OutgoingChange } from '../../shared/ports/changeQueue.ts';

/** Queue `changes` as a list: what the queue itself does is tested elsewhere, here it is what the engine sends that counts. */
export interface MemoryQueue extends ChangeQueue {
  /** Every message ever sent, oldest first. */
  readonly sent: OutgoingChange[];
  /** Those that nobody has taken yet. */
  readonly waiting: OutgoingChange[];
  /** While true, nothing can be sent. */
  down: boolean;
  /** How much is in it. Nothing waits for long here, and nothing is dead-lettered. */
  depth(now: Date): QueueDepth;
  /** Takes the message that is due first, whenever that may be. */
  take(): OutgoingChange | undefined;
}

/** With duplicate detection over its whole life, as the real queue has it for a while. */
export function createMemoryQueue(): MemoryQueue {
  const seen = new Set<string>();
  const queue: MemoryQueue = {
    sent: [],
    waiting: [],
    down: false,
    async send(messages) {
      if (queue.down) throw new ProvisioningError('retry', 'QueueUnavailable', 'The queue is down.');
      for (const message of messages) {
        queue.sent.push(message);
        if (seen.has(message.messageId)) continue;
        seen.add(message.messageId);
        queue.waiting.push(message);
      }
    },
    depth(now) {
      const active = queue.waiting.filter((message) => timeOf(message) <= now.getTime()).length;
      const scheduledMessages = queue.waiting.length - active;
      const rest = { deadLetterMessages: 0, oldestActiveAt: null, isPartial: false };
      return { activeMessages: active, scheduledMessages, ...rest };
    },
    take() {
      const [first] = queue.waiting.toSorted((a, b) => timeOf(a) - timeOf(b));
      if (first) queue.waiting.splice(queue.waiting.indexOf(first), 1);
      return first;
    },
  };
  return queue;
}

function timeOf({ at }: OutgoingChange): number {
  return at?.getTime() ?? 0;
}
