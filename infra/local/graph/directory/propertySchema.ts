import { badRequest } from '../graphError.ts';

export interface PropertySpec {
  readonly type: 'String' | 'Boolean' | 'Strings' | 'DateTime' | 'Complex' | 'Extension' | 'Any';
  /** Keys of a complex value; all are strings. */
  readonly keys?: readonly string[];
  /** Set by the directory, by Exchange or by a sync from on-premises; refused in a request. */
  readonly readOnly?: true;
  /** Accepted in a request and never shown. */
  readonly writeOnly?: true;
}

/** The properties of a resource type. */
export interface Schema {
  /** As it appears in messages: `User`. */
  readonly name: string;
  /** As it appears in `@odata.type`, without the `#`. */
  readonly odataType: string;
  readonly properties: ReadonlyMap<string, PropertySpec>;
  /** What a read without `$select` shows. */
  readonly defaults: readonly string[];
  readonly required: readonly string[];
  /** Takes directory extensions too. */
  readonly isExtensible?: true;
}

/** `extension_<app id without dashes>_<name>`. The real directory wants each registered first; here every well-formed name will do. */
const EXTENSION_NAME = /^extension_[0-9a-f]{32}_\w+$/i;
const EXTENSION_SPEC: PropertySpec = { type: 'Extension' };

/** What is known of a property, `undefined` for a name that the type lacks. */
export function specOf(schema: Schema, name: string): PropertySpec | undefined {
  return schema.properties.get(name) ?? (schema.isExtensible && isExtension(name) ? EXTENSION_SPEC : undefined);
}

/** A directory extension without a value is left out of every answer, selected or not. */
export function isExtension(name: string): boolean {
  return EXTENSION_NAME.test(name);
}

/** String, Boolean, Integer, LargeInteger and DateTime, or a list of strings. */
function isExtensionValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return typeof value === 'string' || typeof value === 'boolean' || Number.isInteger(value);
}

function fits(spec: PropertySpec, value: unknown): boolean {
  if (value === null) return spec.type !== 'Boolean' && spec.type !== 'Strings';
  if (spec.type === 'Any') return true;
  if (spec.type === 'Extension') return isExtensionValue(value);
  if (spec.type === 'Boolean') return typeof value === 'boolean';
  if (spec.type === 'String') return typeof value === 'string';
  if (spec.type === 'DateTime') return typeof value === 'string' && !Number.isNaN(Date.parse(value));
  if (spec.type === 'Strings') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  const keys = spec.keys ?? [];
  return Object.entries(value).every(
    ([key, part]) => keys.includes(key) && (part === null || typeof part === 'string'),
  );
}

/**
 * Checks names and types of properties to store.
 * @param origin `request`: read-only properties and empty strings are refused, as Graph does (null clears a value);
 *   `trusted`: what a seed or a test sets directly
 * @returns the properties to store (write-only ones left out)
 * @throws GraphError 400 that names the property
 */
export function checkProperties(
  schema: Schema,
  input: Readonly<Record<string, unknown>>,
  origin: 'request' | 'trusted',
): Record<string, unknown> {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (name.includes('@odata.') || (name === 'id' && origin === 'trusted')) continue;
    const spec = specOf(schema, name);
    if (!spec) throw badRequest(`Property '${name}' does not exist on type '${schema.odataType}'.`);
    if (spec.readOnly && origin === 'request') throw badRequest(`Property '${name}' is read-only and cannot be set.`);
    if (!fits(spec, value) || (origin === 'request' && value === '')) {
      throw badRequest(`Invalid value specified for property '${name}' of resource '${schema.name}'.`);
    }
    if (name === 'businessPhones' && Array.isArray(value) && value.length > 1) {
      throw badRequest("Invalid value specified for property 'businessPhones' of resource 'User'.");
    }
    if (!spec.writeOnly) checked[name] = value;
  }
  return checked;
}

/** @throws GraphError 400 that names the first required property that is missing or empty */
export function requireProperties(schema: Schema, input: Readonly<Record<string, unknown>>): void {
  const missing = schema.required.find(
    (name) => input[name] === undefined || input[name] === null || input[name] === '',
  );
  if (missing === undefined) return;
  throw badRequest(`A value is required for property '${missing}' of resource '${schema.name}'.`);
}

/** A stored value as a read shows it: collections are never null, complex values show all their keys once they are set. */
export function shownValue(spec: PropertySpec | undefined, value: unknown): unknown {
  if (spec?.type === 'Strings') return value ?? [];
  if (spec?.type !== 'Complex' || value === null || value === undefined) return value ?? null;
  return { ...Object.fromEntries((spec.keys ?? []).map((key) => [key, null])), ...value };
}
