/**
 * Milliseconds that a `Retry-After` header asks to wait: whole or fractional seconds (Graph sends both) or an HTTP date.
 * `undefined` when there is none or it cannot be read.
 */
export function parseRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const value = header.trim();
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
