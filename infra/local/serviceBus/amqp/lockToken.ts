import rhea from 'rhea';

/** .NET writes the first three groups of a GUID in little-endian order; so does Service Bus in delivery tags. */
const NET_BYTE_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

/** The 16 bytes of a delivery tag for a lock token (UUID text). */
export function toDeliveryTag(lockToken: string): Buffer {
  const bytes = rhea.string_to_uuid(lockToken);
  return Buffer.from(NET_BYTE_ORDER.map((index) => bytes[index] ?? 0));
}

/** The lock token as it stands in requests to `$management`: 16 bytes in plain order. */
export function toUuidBytes(lockToken: string): Buffer {
  return rhea.string_to_uuid(lockToken);
}

export function fromUuidBytes(bytes: Buffer): string {
  return rhea.uuid_to_string(bytes);
}

/** The lock token for a delivery tag: the byte order is its own inverse. */
export function fromDeliveryTag(tag: Buffer | string): string {
  const bytes = typeof tag === 'string' ? Buffer.from(tag) : tag;
  return rhea.uuid_to_string(Buffer.from(NET_BYTE_ORDER.map((index) => bytes[index] ?? 0)));
}
