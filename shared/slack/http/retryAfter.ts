/** Slack always sends `Retry-After`; this is for what stands in front of it. Slack's own example is 30 seconds. */
const DEFAULT_SECONDS = 30;

/**
 * When to come back after HTTP 429.
 * @param header value of `Retry-After`: whole seconds or an HTTP date
 */
export function retryAfter(header: string | null, now: Date): Date {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return new Date(now.getTime() + Number(value) * 1000);
  const date = Date.parse(value);
  if (!Number.isNaN(date)) return new Date(Math.max(date, now.getTime()));
  return new Date(now.getTime() + DEFAULT_SECONDS * 1000);
}
