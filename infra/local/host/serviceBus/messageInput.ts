import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { Invocation } from '../invocation/invoker.ts';
import type { TypedData } from '../registration/coreTypes.ts';

/** The last moment .NET knows; a message that never expires carries it. */
const END_OF_TIME = '9999-12-31T23:59:59.9999999';
const END_OF_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A time as .NET writes it: no trailing zeros in the fraction. */
function timeText(time: Date): string {
  if (time.getTime() >= END_OF_TIME_MS) return END_OF_TIME;
  return time.toISOString().replace(/\.?0*Z$/, '');
}

/**
 * The `...Utc` times are .NET DateTimes of no kind: they arrive without `Z`, so that `new Date(...)` reads them as local
 * time (azure-functions-nodejs-library#351). Their twins without `Utc` carry the offset.
 */
function utcWithoutZone(time: Date | undefined): TypedData | undefined {
  return time && { json: JSON.stringify(timeText(time)) };
}

function withOffset(time: Date | undefined): TypedData | undefined {
  return time && { json: JSON.stringify(`${timeText(time)}+00:00`) };
}

/** Strings travel as strings, so that the library parses one that happens to be a JSON literal: `"12345"` is 12345. */
function text(value: unknown): TypedData | undefined {
  return value === undefined || value === null ? undefined : { string: String(value) };
}

function json(value: unknown): TypedData {
  return { json: JSON.stringify(value) };
}

/**
 * Top-level properties of a JSON body are added to the metadata, over properties of the same name: numbers and booleans
 * as .NET text, objects as JSON, arrays and nulls not at all (Utility.ApplyBindingData of the host).
 */
function bodyProperties(body: string): Map<string, TypedData> {
  const properties = new Map<string, TypedData>();
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return properties;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return properties;
  for (const [key, value] of Object.entries(parsed)) {
    if (value === null || Array.isArray(value)) continue;
    if (typeof value === 'object') properties.set(key, json(value));
    else properties.set(key, { string: typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value) });
  }
  return properties;
}

function merge(
  metadata: Readonly<Record<string, TypedData | undefined>>,
  body: ReadonlyMap<string, TypedData>,
): Record<string, TypedData> {
  const merged: Record<string, TypedData> = {};
  for (const [key, value] of Object.entries(metadata)) if (value) merged[key] = value;
  for (const [key, value] of body) {
    // The host's dictionary ignores case and keeps the key that was there first.
    const existing = Object.keys(merged).find((name) => name.toLowerCase() === key.toLowerCase());
    merged[existing ?? key] = value;
  }
  return merged;
}

function bodyBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
}

/**
 * The trigger input and metadata of one message, keyed and typed as the Service Bus extension 5.x gives them. Values
 * that the message does not have are left out.
 * @param message received with `skipParsingBodyAsJson`, so that the body is what was sent
 * @param dataType the trigger's `dataType`; `binary` hands over bytes, anything else a string
 */
export function messageInput(message: ServiceBusReceivedMessage, dataType?: unknown): Invocation {
  const bytes = bodyBytes(message.body);
  const body = bytes.toString('utf8');
  const properties = json(message.applicationProperties ?? {});
  const metadata = {
    // AMQP counts earlier deliveries, .NET this one too.
    DeliveryCount: json((message.deliveryCount ?? 0) + 1),
    DeadLetterSource: text(message.deadLetterSource),
    LockToken: text(message.lockToken),
    ExpiresAtUtc: utcWithoutZone(message.expiresAtUtc),
    ExpiresAt: withOffset(message.expiresAtUtc),
    EnqueuedTimeUtc: utcWithoutZone(message.enqueuedTimeUtc),
    EnqueuedTime: withOffset(message.enqueuedTimeUtc),
    MessageId: text(message.messageId),
    ContentType: text(message.contentType),
    ReplyTo: text(message.replyTo),
    SequenceNumber: message.sequenceNumber && { json: message.sequenceNumber.toString() },
    To: text(message.to),
    Subject: text(message.subject),
    Label: text(message.subject),
    CorrelationId: text(message.correlationId),
    ApplicationProperties: properties,
    UserProperties: properties,
    SessionId: text(message.sessionId),
    ReplyToSessionId: text(message.replyToSessionId),
    PartitionKey: text(message.partitionKey),
  };
  const traceParent = message.applicationProperties?.['Diagnostic-Id'];
  return {
    input: dataType === 'binary' ? { bytes } : { string: body },
    triggerMetadata: merge(metadata, bodyProperties(body)),
    traceParent: typeof traceParent === 'string' ? traceParent : undefined,
  };
}

/** The input of a queue function that is run by hand: a body, and the metadata of a message that was never sent. */
export function handmadeInput(body: string): Invocation {
  const metadata = {
    DeliveryCount: json(0),
    LockToken: text('00000000-0000-0000-0000-000000000000'),
    SequenceNumber: json(-1),
    ApplicationProperties: json({}),
    UserProperties: json({}),
  };
  return { input: { string: body }, triggerMetadata: merge(metadata, bodyProperties(body)) };
}
