/**
 * The name that an enumeration's value stands for; values come as names in any case, or as numbers.
 *
 * @param names in the order of their numbers
 * @returns the first name for null, undefined for a value that there is not
 */
export function enumerationName<const Name extends string>(
  value: string | number | null | undefined,
  names: readonly [Name, ...Name[]],
): Name | undefined {
  if (value === null || value === undefined || value === '') return names[0];
  if (typeof value === 'number') return names[value];
  return names.find((name) => name.toLowerCase() === value.trim().toLowerCase());
}
