import rhea from 'rhea';
import type { OperationName } from '../operations.ts';
import type { Queue, SessionClaim } from '../queue/queue.ts';
import { QueueError } from '../queue/queueError.ts';
import type { ApplicationProperties, Settlement } from '../queue/queueMessage.ts';
import { readLong, wrapLongs, wrapTimestamps } from './amqpNumbers.ts';
import { fromUuidBytes, toUuidBytes } from './lockToken.ts';
import { decodeMessage, encodeMessage } from './messageCoding.ts';
import { text } from './settlement.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ManagementRequest {
  readonly body: Fields;
  /** Link on whose behalf the client asks; it must hold the session concerned. */
  readonly linkName: string | undefined;
}

/** A body for 200; `undefined` for 204. */
export type ManagementAnswer = Fields | undefined;

export interface ManagementOperation {
  readonly name: OperationName | ((body: Fields) => OperationName);
  /** Messages concerned. */
  readonly count: (body: Fields) => number;
  readonly run: (queue: Queue, request: ManagementRequest) => ManagementAnswer;
}

const SETTLEMENTS: Readonly<Record<string, Settlement['type']>> = {
  completed: 'complete',
  abandoned: 'abandon',
  defered: 'defer',
  suspended: 'deadLetter',
};

/**
 * Requests to an entity's `$management` node.
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response
 */
export const managementOperations: Readonly<Record<string, ManagementOperation>> = {
  'com.microsoft:renew-lock': {
    name: 'renewLock',
    count: (body) => list(body['lock-tokens']).length,
    run: (queue, { body }) => ({
      expirations: wrapTimestamps(lockTokens(body).map((token) => queue.renewLock(token))),
    }),
  },
  'com.microsoft:update-disposition': {
    name: settlementType,
    count: (body) => list(body['lock-tokens']).length,
    run: (queue, { body }) => {
      const settlement = readDisposition(body);
      for (const token of lockTokens(body)) queue.settle(token, settlement);
      return {};
    },
  },
  'com.microsoft:schedule-message': {
    name: 'schedule',
    count: (body) => list(body.messages).length,
    run: (queue, { body }) => {
      const messages = list(body.messages).map((entry) => decodeMessage((entry as { message: Buffer }).message));
      return { 'sequence-numbers': wrapLongs(queue.enqueue(messages)) };
    },
  },
  'com.microsoft:cancel-scheduled-message': {
    name: 'cancelScheduled',
    count: (body) => list(body['sequence-numbers']).length,
    run: (queue, { body }) => {
      queue.cancelScheduled(sequenceNumbers(body));
      return {};
    },
  },
  'com.microsoft:peek-message': {
    name: 'peek',
    count: () => 0,
    run: (queue, { body }) => {
      const from = readLong(body['from-sequence-number']);
      const found = queue.peek(from, Number(body['message-count']), text(body['session-id']));
      if (found.length === 0) return undefined;
      return { messages: found.map((message) => ({ message: encodeMessage(message) })) };
    },
  },
  'com.microsoft:receive-by-sequence-number': {
    name: 'receiveDeferred',
    count: (body) => list(body['sequence-numbers']).length,
    run: (queue, request) => {
      const { body } = request;
      const mode = body['receiver-settle-mode'] === 0 ? 'receiveAndDelete' : 'peekLock';
      const messages = queue.receiveDeferred(sequenceNumbers(body), mode, claimOf(request)).map((message) => ({
        message: encodeMessage(message),
        ...(message.lock && { 'lock-token': rhea.types.wrap_uuid(toUuidBytes(message.lock.token)) }),
      }));
      return { messages };
    },
  },
  'com.microsoft:renew-session-lock': {
    name: 'renewSessionLock',
    count: () => 0,
    run: (queue, request) => ({
      expiration: rhea.types.wrap_timestamp(queue.renewSessionLock(claimOf(request))),
    }),
  },
  'com.microsoft:get-session-state': {
    name: 'getSessionState',
    count: () => 0,
    run: (queue, request) => ({ 'session-state': queue.sessionState(claimOf(request)) ?? null }),
  },
  'com.microsoft:set-session-state': {
    name: 'setSessionState',
    count: () => 0,
    run: (queue, request) => {
      const state = request.body['session-state'];
      queue.setSessionState(claimOf(request), Buffer.isBuffer(state) ? state : undefined);
      return {};
    },
  },
  'com.microsoft:get-message-sessions': {
    name: 'listSessions',
    count: () => 0,
    run: (queue, { body }) => {
      const skip = Number(body.skip);
      const ids = queue.sessionIds(skip, Number(body.top));
      return ids.length === 0 ? undefined : { skip: skip + ids.length, 'sessions-ids': ids };
    },
  },
};

function settlementType(body: Fields): Settlement['type'] {
  const type = SETTLEMENTS[String(body['disposition-status'])];
  if (!type) throw new QueueError('com.microsoft:argument-error', 'Unknown disposition-status.');
  return type;
}

function readDisposition(body: Fields): Settlement {
  const type = settlementType(body);
  const properties = (body['properties-to-modify'] as ApplicationProperties | null | undefined) ?? {};
  if (type !== 'deadLetter') return { type, properties };
  const [reason, description] = [text(body['deadletter-reason']), text(body['deadletter-description'])];
  return { type, properties, reason, description };
}

function claimOf({ body, linkName }: ManagementRequest): SessionClaim {
  return { sessionId: String(body['session-id'] ?? ''), linkName };
}

function lockTokens(body: Fields): string[] {
  return list(body['lock-tokens']).map((bytes) => fromUuidBytes(bytes as Buffer));
}

function sequenceNumbers(body: Fields): number[] {
  return list(body['sequence-numbers']).map(readLong);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
