export type Json = Readonly<Record<string, unknown>>;

export const NOTHING: Json = {};

/** The value if it is an object, else an empty one: odd shapes read as "no value". */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : NOTHING;
}

export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** Empty fields are `null` for accounts with a custom profile and "" or missing for the others. */
export function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
