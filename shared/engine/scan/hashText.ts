/** A seed for a second hash of the same text, which says nothing about the first. */
export const SECOND_SEED = 0x2f6b3c91;

/**
 * 32 bits of a text: FNV-1a, then the finish of MurmurHash3, so that texts which differ in one letter do not sum up alike. For
 * telling values apart, not for keeping anything secret; a cryptographic hash costs ten times as much.
 */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
