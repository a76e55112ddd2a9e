import { Cron } from 'croner';
import { HostStartError } from '../hostStartError.ts';
import { parseTimeSpan } from '../settings/timeSpan.ts';

export interface TimerSchedule {
  /** The first due time after a moment; undefined when there is none any more. */
  next(after: Date): Date | undefined;
}

/** What NCRONTAB knows: numbers, names, `*`, lists, ranges, steps. croner takes more (`L`, `W`, `#`, `@daily`). */
const FIELD = /^[\d*,/-]+$|^[A-Za-z]{3,9}([,-][A-Za-z]{3,9})*$/;

function shortNames(field: string): string {
  return field.replace(/[A-Za-z]+/g, (name) => name.slice(0, 3));
}

function cronSchedule(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if ((fields.length !== 6 && fields.length !== 5) || !fields.every((field) => FIELD.test(field))) {
    throw new Error('it needs six fields {second} {minute} {hour} {day} {month} {day-of-week}');
  }
  // NCRONTAB wants day and day of the week both to fit, and lets a step start at a number (`5/15`).
  return new Cron(fields.map(shortNames).join(' '), {
    timezone: 'UTC',
    domAndDow: true,
    sloppyRanges: true,
    mode: '5-or-6-parts',
    paused: true,
  });
}

/**
 * Reads a timer's schedule: NCRONTAB with six fields (or five, without seconds), in UTC, or a TimeSpan interval.
 * @param text without placeholders
 * @throws HostStartError that says what is wrong
 */
export function parseSchedule(text: string): TimerSchedule {
  const interval = parseTimeSpan(text);
  if (interval !== undefined && interval > 0) return { next: (after) => new Date(after.getTime() + interval) };
  try {
    const cron = cronSchedule(text);
    return { next: (after) => cron.nextRun(after) ?? undefined };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HostStartError(`The schedule '${text}' is not valid: ${why}.`);
  }
}
