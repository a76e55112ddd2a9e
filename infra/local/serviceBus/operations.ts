/** What clients ask of a queue. `receive` is one per message delivered; `acceptNextSession` is counted when asked for. */
export const operationNames = [
  'send',
  'receive',
  'complete',
  'abandon',
  'defer',
  'deadLetter',
  'schedule',
  'cancelScheduled',
  'receiveDeferred',
  'peek',
  'renewLock',
  'acceptSession',
  'acceptNextSession',
  'renewSessionLock',
  'getSessionState',
  'setSessionState',
  'listSessions',
] as const;

export type OperationName = (typeof operationNames)[number];

export interface Operation {
  readonly name: OperationName;
  /** As in `changes` or `changes/$DeadLetterQueue`. */
  readonly queue: string;
  /** Messages concerned; 0 for operations on sessions. */
  readonly messages: number;
}

/** An AMQP error condition, e.g. `com.microsoft:server-busy`, and a text. */
export interface Refusal {
  readonly condition: string;
  readonly description: string;
}

/** Sees every operation before it is carried out; a refusal is answered to the client instead. */
export type OperationListener = (operation: Operation) => Refusal | undefined;

export type OperationCounts = Record<OperationName, number>;

export function noOperations(): OperationCounts {
  return Object.fromEntries(operationNames.map((name) => [name, 0])) as OperationCounts;
}
