/** A detail and where it was found, e.g. `properties.jobTitle`. */
export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** Nested details as a list; what has no value, and what only machines read, is left out. */
export function flatten(details: Readonly<Record<string, unknown>>, prefix = ''): readonly Detail[] {
  return Object.entries(details).flatMap(([key, value]): readonly Detail[] => {
    if (key.startsWith('@odata') || value === null || value === undefined || value === '') return [];
    const name = prefix + key;
    if (Array.isArray(value)) return flattenList(name, value);
    if (typeof value === 'object') return flatten(value as Record<string, unknown>, `${name}.`);
    return [{ name, value: typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value) }];
  });
}

function flattenList(name: string, list: readonly unknown[]): readonly Detail[] {
  if (list.length === 0) return [];
  if (list.every((item) => typeof item !== 'object')) return [{ name, value: list.join(', ') }];
  return list.flatMap((item, index) => flatten({ [`${index + 1}`]: item }, `${name}.`));
}
