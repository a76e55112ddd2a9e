/**
 * Makes ids of log entries: short, unique over all instances, and in ascending order the newer one first, also within one
 * millisecond, as the log tables show them. The engine gives each instance one maker.
 *
 * @param random in [0, 1), injected
 * @returns `(at) => id`, 17 characters of `[0-9a-z]`
 */
export function createLogIds(random: () => number): (at: Date) => string {
  let made = 0;
  return (at) => {
    const time = downFrom(36 ** 9, at.getTime(), 9);
    const order = downFrom(36 ** 3, made++ % 36 ** 3, 3);
    const salt = downFrom(36 ** 5, Math.floor(random() * 36 ** 5), 5);
    return time + order + salt;
  };
}

/** When the entry with this id was made; undefined when it is not one of `createLogIds`. */
export function logTimeOf(id: string): Date | undefined {
  if (!/^[0-9a-z]{17}$/.test(id)) return undefined;
  return new Date(36 ** 9 - 1 - Number.parseInt(id.slice(0, 9), 36));
}

function downFrom(end: number, value: number, digits: number): string {
  return (end - 1 - value).toString(36).padStart(digits, '0');
}
