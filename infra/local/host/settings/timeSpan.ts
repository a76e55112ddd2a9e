/**
 * Milliseconds of a .NET TimeSpan text: `hh:mm[:ss[.fff]]`, `d.hh:mm:ss`. An hour part of 24 or more is taken for days,
 * as .NET does. Undefined when the text is none.
 */
export function parseTimeSpan(text: string): number | undefined {
  const match = /^(?:(\d+)\.)?(\d+):(\d{1,2})(?::(\d{1,2})(\.\d{1,7})?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [, days, first, second, third, fraction] = match;
  const [a, b, c] = [Number(first), Number(second), Number(third ?? 0)];
  const milliseconds = Math.round(Number(fraction ?? 0) * 1000);
  const firstIsDays = days === undefined && a > 23;
  if (firstIsDays) return b > 23 || c > 59 ? undefined : ((a * 24 + b) * 60 + c) * 60_000;
  if (a > 23 || b > 59 || c > 59) return undefined;
  return (((Number(days ?? 0) * 24 + a) * 60 + b) * 60 + c) * 1000 + milliseconds;
}
