/** Names of .NET's invariant culture; the short ones are their first three letters. */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** The week starts on Sunday, as in .NET and VBA. */
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export const ERA = 'A.D.';

export function shortName(name: string): string {
  return name.slice(0, 3);
}

/** Position of a name that is spelled out or cut to three letters, in any case; -1 if there is none. */
export function indexOfName(names: readonly string[], text: string): number {
  const wanted = text.toLowerCase();
  return names.findIndex((name) => [name, shortName(name)].some((candidate) => candidate.toLowerCase() === wanted));
}
