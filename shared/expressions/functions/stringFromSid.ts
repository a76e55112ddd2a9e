/**
 * A binary security identifier as text, `S-1-5-21-…` (MS-DTYP 2.4.2): revision, number of sub-authorities, authority of
 * six bytes with the high one first, sub-authorities of four bytes with the low one first. Undefined: it is none.
 */
export function stringFromSid(bytes: Uint8Array): string | undefined {
  const count = bytes[1];
  if (bytes[0] !== 1 || count === undefined || count > 15 || bytes.length !== 8 + 4 * count) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4);
  const subAuthorities = Array.from({ length: count }, (_, index) => view.getUint32(8 + 4 * index, true));
  return ['S-1', authority, ...subAuthorities].join('-');
}
