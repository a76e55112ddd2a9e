const WHOLE = new Intl.NumberFormat('en-US');
const SHARE = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

/** `12,345` */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** `3 accounts`, `1 account` */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `99.2%` of a share between 0 and 1 */
export function percent(share: number): string {
  return SHARE.format(share);
}

/** How long something takes, as people say it: `0.4 s`, `12 s`, `3 min`, `2 h 5 min`, `3 days`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${Math.round(milliseconds)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
}

/** `just now`, `12 s ago`, `in 3 min`: a moment seen from another one, both in milliseconds since the epoch. */
export function relative(moment: number, now: number): string {
  const distance = Math.abs(now - moment);
  if (distance < 2_000) return 'just now';
  const span = distance < 60_000 ? `${Math.round(distance / 1000)} s` : duration(distance);
  return moment > now ? `in ${span}` : `${span} ago`;
}
