import { readDateFormat } from './dateFormat.ts';
import { printDate } from './printDate.ts';

/** How dates flow between functions and out of them (functions-for-customizing-application-data, CDate). */
const CANONICAL_FORMAT = readDateFormat('M/d/yyyy h:mm:ss tt');

/** A date in UTC as `M/d/yyyy h:mm:ss tt`: `7/2/2021 3:33:38 PM`. Parts of a second are left out. */
export function printCanonicalDate(ticks: bigint): string {
  return printDate({ ticks, kind: 'utc' }, CANONICAL_FORMAT);
}
