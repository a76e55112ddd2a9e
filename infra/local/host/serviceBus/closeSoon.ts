import { setTimeout as delay } from 'node:timers/promises';

/** In milliseconds; an emulator on the same machine answers within a few. */
const LONGEST_CLOSE_MS = 2_000;

/**
 * Closes a link, but does not wait long for the other side to agree: after a broken connection nobody may answer, and the SDK
 * would wait half a minute. What is left is closed with the connection. Never throws: a link that is gone is closed already.
 */
export async function closeSoon(close: () => Promise<void>): Promise<void> {
  const closing = close().catch(() => undefined);
  await Promise.race([closing, delay(LONGEST_CLOSE_MS, undefined, { ref: false })]);
}
