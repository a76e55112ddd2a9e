const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `28 Nov` for `2026-11-28` */
export function dayLabel(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}

/** A round number at or above the largest value, as the end of an axis. */
export function niceTop(largest: number): number {
  if (largest <= 0) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(largest));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * magnitude >= largest) ?? 10;
  return step * magnitude;
}

/** Which of so many labels are shown when each needs some room; the last one always is. */
export function shownLabels(count: number, width: number, roomPerLabel: number): ReadonlySet<number> {
  const every = Math.max(1, Math.ceil((count * roomPerLabel) / width));
  return new Set(
    Array.from({ length: count }, (_, index) => index).filter((index) => (count - 1 - index) % every === 0),
  );
}
