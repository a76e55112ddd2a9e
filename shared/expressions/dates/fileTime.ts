import { DateError } from './dateError.ts';
import { requireInRange, TICKS_PER_DAY } from './dateTime.ts';

/** Active Directory counts 100-nanosecond ticks from 1601-01-01 (FILETIME). */
const TICKS_BEFORE_1601 = 584_388n * TICKS_PER_DAY;

/** @throws DateError for a date before 1601, which Active Directory cannot express */
export function toFileTime(ticks: bigint): bigint {
  if (ticks < TICKS_BEFORE_1601) throw new DateError('must not be before 1601');
  return ticks - TICKS_BEFORE_1601;
}

/** @throws DateError for a text that is no FILETIME, also for 9223372036854775807, which stands for "never" */
export function fromFileTime(text: string): bigint {
  if (!/^\d{1,19}$/u.test(text.trim())) {
    throw new DateError("must be a number in Active Directory's date format, such as 129699324000000000");
  }
  return requireInRange(BigInt(text.trim()) + TICKS_BEFORE_1601);
}
