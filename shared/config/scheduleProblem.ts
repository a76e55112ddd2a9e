const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The six fields of NCRONTAB, which Azure Functions timers use. */
const FIELDS = [
  { name: 'second', least: 0, most: 59, names: [] },
  { name: 'minute', least: 0, most: 59, names: [] },
  { name: 'hour', least: 0, most: 23, names: [] },
  { name: 'day', least: 1, most: 31, names: [] },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  { name: 'day of the week', least: 0, most: 6, names: DAYS },
] as const;

/** What is wrong with a timer schedule (`0 0 2 * * *`: second, minute, hour, day, month, day of the week), or undefined. */
export function scheduleProblem(schedule: string): string | undefined {
  const parts = schedule.trim().split(/\s+/u);
  if (parts.length !== FIELDS.length) {
    return `A schedule has six fields (second minute hour day month weekday), e.g. "0 0 2 * * *"; this one has ${parts.length}.`;
  }
  const wrong = FIELDS.find((field, index) => !parts[index]?.split(',').every((part) => isFieldPart(part, field)));
  return wrong && `The field for the ${wrong.name} is malformed or outside of ${wrong.least} to ${wrong.most}.`;
}

function isFieldPart(part: string, { least, most, names }: (typeof FIELDS)[number]): boolean {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/u.exec(part);
  if (!match) return false;
  const [, from, to, step] = match;
  const numbers = [from, to].filter((bound) => bound !== undefined).map((bound) => fieldNumber(bound, least, names));
  return numbers.every((number) => number >= least && number <= most) && step !== '0';
}

function fieldNumber(bound: string, least: number, names: readonly string[]): number {
  if (/^\d+$/u.test(bound)) return Number(bound);
  const index = names.indexOf(bound.toLowerCase());
  return index < 0 ? Number.NaN : index + least;
}
