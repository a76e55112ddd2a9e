/** A date, a format or an interval cannot be used. The message goes on after an argument's name: "must be …". */
export class DateError extends Error {
  override readonly name = 'DateError';
}
