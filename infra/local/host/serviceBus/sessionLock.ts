import type { ServiceBusSessionReceiver } from '@azure/service-bus';

export interface SessionLock {
  /** Starts the time again for which the lock is renewed. */
  extend(): void;
  /** Ends the renewal. */
  release(): void;
}

/** Renew when this much of the lock's time is left, but never more than half of it. */
const AHEAD_MS = 10_000;
const SHORTEST_DELAY_MS = 100;

/**
 * Renews a session's lock in time. The SDK's own renewal counts its limit from the opening of the session, so that a
 * busy session would lose its lock after five minutes; the limit of host.json is one per message.
 * @param limitMs for how long after the last `extend` the lock is renewed; 0 for never
 * @param onLost told once when a renewal fails
 */
export function keepSessionLock(
  session: ServiceBusSessionReceiver,
  limitMs: number,
  onLost: (error: unknown) => void,
): SessionLock {
  let until = Date.now() + limitMs;
  let timer: NodeJS.Timeout | undefined;
  let released = limitMs <= 0;

  function arm(lockedUntil: Date): void {
    if (released) return;
    const left = lockedUntil.getTime() - Date.now();
    timer = setTimeout(() => void renew(), Math.max(SHORTEST_DELAY_MS, left - Math.min(AHEAD_MS, left / 2)));
    timer.unref();
  }

  async function renew(): Promise<void> {
    if (released || Date.now() > until) return;
    try {
      arm(await session.renewSessionLock());
    } catch (error) {
      if (!released) onLost(error);
    }
  }

  arm(session.sessionLockedUntilUtc);
  return {
    extend: () => {
      until = Date.now() + limitMs;
    },
    release: () => {
      released = true;
      clearTimeout(timer);
    },
  };
}
