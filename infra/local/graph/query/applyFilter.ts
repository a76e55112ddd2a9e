import { GraphError } from '../graphError.ts';
import type { Filter } from './parseFilter.ts';

/** Reads a property path such as `employeeOrgData/division`. */
export type ReadProperty = (path: string) => unknown;

const fold = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : (value ?? null));

/** Whether an object passes. The directory compares strings without regard to case; a collection passes if one item does. */
export function passes(filter: Filter, read: ReadProperty): boolean {
  switch (filter.kind) {
    case 'eq':
      return fold(read(filter.property)) === fold(filter.value);
    case 'ne':
      return fold(read(filter.property)) !== fold(filter.value);
    case 'in':
      return filter.values.some((value) => fold(read(filter.property)) === fold(value));
    case 'startswith':
      return String(fold(read(filter.property)) ?? '').startsWith(filter.value.toLowerCase());
    case 'endswith':
      return String(fold(read(filter.property)) ?? '').endsWith(filter.value.toLowerCase());
    case 'isof':
      return read('@odata.type') === `#${filter.type}`;
    case 'not':
      return !passes(filter.inner, read);
    case 'and':
      return filter.parts.every((part) => passes(part, read));
    case 'or':
      return filter.parts.some((part) => passes(part, read));
  }
}

/** The only ids that can pass, so that a look-up needs no scan; `undefined` when any might. */
export function idsOf(filter: Filter | undefined): readonly string[] | undefined {
  if (filter?.kind === 'eq' && filter.property === 'id') return [String(filter.value)];
  if (filter?.kind === 'in' && filter.property === 'id') return filter.values.map(String);
  if (filter?.kind === 'and') return filter.parts.map(idsOf).find((ids) => ids !== undefined);
  if (filter?.kind !== 'or') return undefined;
  const ids = filter.parts.map(idsOf);
  return ids.includes(undefined) ? undefined : ids.flatMap((part) => part ?? []);
}

/** Whether the filter needs the advanced query index (header `ConsistencyLevel: eventual` and `$count=true`). */
export function needsAdvancedQuery(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.parts.some(needsAdvancedQuery);
  return filter.kind === 'ne' || filter.kind === 'not' || filter.kind === 'endswith';
}

/** @throws GraphError 400 that names a property that the filter asks for and the type lacks */
export function requireKnownProperties(filter: Filter, isKnown: (name: string) => boolean, odataType: string): void {
  if (filter.kind === 'and' || filter.kind === 'or' || filter.kind === 'not') {
    const parts = filter.kind === 'not' ? [filter.inner] : filter.parts;
    for (const part of parts) requireKnownProperties(part, isKnown, odataType);
    return;
  }
  if (filter.kind === 'isof' || isKnown(filter.property.split('/')[0] ?? '')) return;
  throw new GraphError(
    400,
    'BadRequest',
    `Could not find a property named '${filter.property}' on type '${odataType}'.`,
  );
}
