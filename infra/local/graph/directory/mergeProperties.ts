import type { Schema } from './propertySchema.ts';

/** Compared as JSON: stored values are plain data. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/**
 * Lays a PATCH over what is stored. A complex value is changed key by key, everything else is replaced.
 * @returns the new properties and the names of those that really changed
 */
export function mergeProperties(
  schema: Schema,
  stored: Readonly<Record<string, unknown>>,
  patch: Readonly<Record<string, unknown>>,
): { readonly properties: Record<string, unknown>; readonly changed: string[] } {
  const properties = { ...stored };
  const changed: string[] = [];
  for (const [name, value] of Object.entries(patch)) {
    const isComplex = schema.properties.get(name)?.type === 'Complex' && value !== null;
    const before = properties[name];
    const after = isComplex ? { ...(before as object | null), ...(value as object) } : value;
    properties[name] = after;
    if (!isSame(before, after)) changed.push(name);
  }
  return { properties, changed };
}

/**
 * A new mail address also becomes the primary SMTP address among the proxy addresses; the earlier one stays as an alias
 * (user resource, `mail`).
 */
export function withPrimaryAddress(proxyAddresses: unknown, mail: string): string[] {
  const known = Array.isArray(proxyAddresses) ? proxyAddresses.filter((item) => typeof item === 'string') : [];
  const others = known
    .filter((address) => address.toLowerCase() !== `smtp:${mail.toLowerCase()}`)
    .map((address) => (address.startsWith('SMTP:') ? `smtp:${address.slice(5)}` : address));
  return [`SMTP:${mail}`, ...others];
}
