import { createHash } from 'node:crypto';
import type { Attributes, AttributeValue } from './attributes.ts';

const LONGEST_PLAIN_VALUE = 1024;

/**
 * A value as an anchor's snapshot holds it: itself, or `sha256:<hex>` when its UTF-8 form (of a list: its JSON) is over
 * 1 KB, so that an anchor stays small and no long text is kept twice. Applying it again changes nothing.
 * Whoever compares a fresh value with a snapshot must compare `snapshotValue(fresh)`.
 */
export function snapshotValue(value: AttributeValue): AttributeValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (Buffer.byteLength(text) <= LONGEST_PLAIN_VALUE) return value;
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Every value as a snapshot holds it. */
export function snapshotOf(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, snapshotValue(value)]));
}
