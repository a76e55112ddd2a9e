/** A refusal, with the AMQP error condition that Service Bus sends for it. */
export class QueueError extends Error {
  override readonly name = 'QueueError';
  readonly condition: string;

  constructor(condition: string, description: string) {
    super(description);
    this.condition = condition;
  }
}

export function messageLockLost(): QueueError {
  return new QueueError(
    'com.microsoft:message-lock-lost',
    'The lock supplied is invalid. Either it expired or the message was settled already.',
  );
}

export function sessionLockLost(): QueueError {
  return new QueueError('com.microsoft:session-lock-lost', 'The session lock is not held. Accept the session again.');
}

export function sessionCannotBeLocked(sessionId: string): QueueError {
  return new QueueError(
    'com.microsoft:session-cannot-be-locked',
    `Session "${sessionId}" is locked by another receiver.`,
  );
}

export function noSessionAvailable(): QueueError {
  return new QueueError('com.microsoft:timeout', 'No session with messages became available in the time given.');
}

export function messageNotFound(sequenceNumbers: readonly number[]): QueueError {
  return new QueueError(
    'com.microsoft:message-not-found',
    `No such message, or not in the state asked for: sequence number ${sequenceNumbers.join(', ')}.`,
  );
}

export function notAllowed(description: string): QueueError {
  return new QueueError('amqp:not-allowed', description);
}
