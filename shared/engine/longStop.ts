/** After a stop this long everything is compared, instead of trusting that every change was noticed. */
const LONG_STOP_MS = 24 * 3_600_000;

/** @param since when writing stopped, ISO 8601 */
export function isLongStop(since: string, now: Date): boolean {
  return now.getTime() - Date.parse(since) > LONG_STOP_MS;
}
