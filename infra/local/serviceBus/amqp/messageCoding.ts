import { randomUUID } from 'node:crypto';
import rhea from 'rhea';
import type { MessageState, NewMessage, QueueMessage } from '../queue/queueMessage.ts';

/** Format number of a transfer that holds several messages, each encoded, in its data sections. */
export const BATCH_FORMAT = 0x80013700;

const SCHEDULED_FOR = 'x-opt-scheduled-enqueue-time';
const STATE_NUMBERS: Readonly<Record<MessageState, number>> = { active: 0, deferred: 1, scheduled: 2 };

type Fields = Record<string, unknown>;

/** A decoded AMQP message as the queue takes it. A message without id gets one: the SDK's lock renewer needs it. */
export function toNewMessage(message: object): NewMessage {
  const { application_properties: applicationProperties, message_id: id, ...content } = { ...message } as Fields;
  const messageId = id === undefined ? randomUUID().replaceAll('-', '') : id;
  const scheduledFor = (content.message_annotations as Fields | undefined)?.[SCHEDULED_FOR];
  return {
    messageId: Buffer.isBuffer(messageId) ? messageId.toString('hex') : String(messageId),
    sessionId: content.group_id as string | undefined,
    content: { ...content, message_id: messageId },
    applicationProperties: (applicationProperties as Fields | undefined) ?? {},
    timeToLiveMs: content.ttl as number | undefined,
    scheduledFor: scheduledFor instanceof Date ? scheduledFor.getTime() : undefined,
  };
}

/** The messages of a batch transfer, still encoded. */
export function splitBatch(payload: Buffer): Buffer[] {
  const { body } = rhea.message.decode(payload) as { body?: { content?: Buffer | Buffer[] } };
  const content = body?.content;
  if (content === undefined) return [];
  return Array.isArray(content) ? content : [content];
}

export function decodeMessage(payload: Buffer): NewMessage {
  return toNewMessage(rhea.message.decode(payload));
}

/** The message as it is delivered or peeked: what was sent, with the broker's annotations and delivery count. */
export function encodeMessage(message: QueueMessage): Buffer {
  const { types } = rhea;
  const annotations: Fields = {
    ...(message.content.message_annotations as Fields | undefined),
    'x-opt-enqueued-time': types.wrap_timestamp(message.enqueuedAt),
    'x-opt-sequence-number': types.wrap_long(message.sequenceNumber),
    'x-opt-enqueue-sequence-number': types.wrap_long(message.enqueuedSequenceNumber),
    'x-opt-message-state': types.wrap_int(STATE_NUMBERS[message.state]),
  };
  if (message.scheduledFor !== undefined) annotations[SCHEDULED_FOR] = types.wrap_timestamp(message.scheduledFor);
  if (message.lock) annotations['x-opt-locked-until'] = types.wrap_timestamp(message.lock.until);
  return rhea.message.encode({
    ...message.content,
    message_annotations: annotations,
    application_properties: message.applicationProperties,
    delivery_count: message.deliveryCount,
  });
}

/** What was sent, without the broker's additions, for storage. `decodeContent` is the way back. */
export function encodeContent(message: Pick<QueueMessage, 'content' | 'applicationProperties'>): Buffer {
  return rhea.message.encode({ ...message.content, application_properties: message.applicationProperties });
}

export function decodeContent(payload: Buffer): Pick<QueueMessage, 'content' | 'applicationProperties'> {
  const { content, applicationProperties } = decodeMessage(payload);
  return { content, applicationProperties };
}
