import type { Clock } from '../../../shared/ports/clock.ts';

/**
 * Looks once a second until it is so: Slack's reads lag behind its writes.
 * @returns the seconds that it took, undefined when it did not come about in time
 */
export async function eventually(
  clock: Clock,
  seconds: number,
  look: () => Promise<boolean>,
): Promise<number | undefined> {
  for (let second = 0; second <= seconds; second += 1) {
    if (await look()) return second;
    await clock.sleep(1000);
  }
  return undefined;
}

/** For messages: how long something took to show, if it did not at once. */
export function after(seconds: number): string {
  return seconds === 0 ? '' : `, which showed after ${seconds} s`;
}
