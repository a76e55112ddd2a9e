import type { Socket } from 'node:net';
import type { Connection } from 'rhea';

/** An AMQP frame without content: size 8, header of 2 words, type AMQP, channel 0. Any peer ignores it. */
const EMPTY_FRAME = Buffer.from([0, 0, 0, 8, 2, 0, 0, 0]);

/**
 * Sends something after whatever was read, be it an empty frame. The SDK leaves Nagle's algorithm on, so its next small
 * write waits for an acknowledgement of the last one; TCP delays that by 40 ms unless it can travel with data. Measured:
 * 22 sessions a second without this, 750 with it.
 */
export function acknowledgePromptly(connection: Connection): void {
  const { socket } = connection as unknown as { readonly socket: Socket };
  let isPlanned = false;
  socket.on('data', () => {
    if (isPlanned) return;
    isPlanned = true;
    const written = socket.bytesWritten;
    setImmediate(() => {
      isPlanned = false;
      if (socket.writable && socket.bytesWritten === written) socket.write(EMPTY_FRAME);
    });
  });
}
