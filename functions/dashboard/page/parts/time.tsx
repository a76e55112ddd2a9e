import { signal } from '@preact/signals';
import { relative } from '../words/numbers.ts';

/** Ticks once a second while the page is looked at. */
export const now = signal(Date.now());
setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1_000);

const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** A moment in full, in the person's time zone: `28 Nov 2026, 10:04:58`. */
export function fullTime(iso: string): string {
  return FULL.format(new Date(iso));
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** `10:04` of today, and `27 Nov` of another day. */
export function shortTime(iso: string): string {
  const at = new Date(iso);
  return (at.toDateString() === new Date(now.value).toDateString() ? CLOCK : DATE).format(at);
}

/** `3 min ago`, with the exact moment behind it. */
export function Ago({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={fullTime(at)}>
      {relative(Date.parse(at), now.value)}
    </time>
  );
}
