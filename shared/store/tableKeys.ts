import { odata } from '@azure/data-tables';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { ObjectKind } from '../model/change.ts';
import type { RowKey } from './table.ts';

const ENTRA_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id in lower case. Throws ProvisioningError `invalid` when it is not an Entra object id, so that no odd key is ever written. */
export function entraId(id: string): string {
  const lower = id.toLowerCase();
  if (ENTRA_ID.test(lower)) return lower;
  throw new ProvisioningError('invalid', 'MalformedId', 'An Entra object id must be a GUID.');
}

/**
 * Any text as a key, injective. Letters, digits, `.` and `-` stay; anything else (`/ \ # ?` and control characters are
 * not allowed in keys, `~` is our separator) becomes `_` and four hex digits.
 */
export function encodeKey(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, (unit) => `_${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Spreads the objects of a kind over 256 partitions: kind + first two hex digits of the Entra id. */
export function partitionOf(kind: ObjectKind, id: string): string {
  return kind + entraId(id).slice(0, 2);
}

export function objectKey(kind: ObjectKind, id: string): RowKey {
  return { partitionKey: partitionOf(kind, id), rowKey: entraId(id) };
}

/** Kind and Entra id of an `objectKey`. */
export function objectOf({ partitionKey, rowKey }: RowKey): { readonly kind: ObjectKind; readonly id: string } {
  return { kind: partitionKey.startsWith('group') ? 'group' : 'user', id: rowKey };
}

/**
 * All 256 partitions of a kind as one key range, which comes in the order of the Entra ids. One scan costs a request per
 * thousand rows; 256 partition queries would cost at least 256.
 */
export function kindRange(kind: ObjectKind): string {
  return odata`PartitionKey ge ${`${kind}00`} and PartitionKey le ${`${kind}ff`}`;
}

/** `kind~id`, the key of an object inside another key's partition. */
export function pairKey(kind: ObjectKind, id: string): string {
  return `${kind}~${entraId(id)}`;
}

/** Kind and Entra id of a `pairKey`. */
export function pairOf(rowKey: string): { readonly kind: ObjectKind; readonly id: string } {
  const separator = rowKey.indexOf('~');
  return { kind: rowKey.slice(0, separator) as ObjectKind, id: rowKey.slice(separator + 1) };
}

/** Milliseconds counted down, 13 digits, so that the table's ascending order shows the newest first (good until 2286). */
export function newestFirst(time: Date): string {
  return String(9_999_999_999_999 - time.getTime()).padStart(13, '0');
}
