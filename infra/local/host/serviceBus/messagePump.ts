/** Takes messages of one queue to one function. */
export interface MessagePump {
  /** Takes no further message; resolves once those under way are settled and the receivers are closed. */
  stop(): Promise<void>;
}

/** The first line of an error's message; the SDK adds advice below it that means nothing in a log of this host. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}
