import { createHash } from 'node:crypto';
import type { Photo } from './directoryState.ts';

/** Edge lengths in which Exchange keeps a photo (profilePhoto resource). */
export const PHOTO_SIZES = [48, 64, 96, 120, 240, 360, 432, 504, 648] as const;

export function toPhoto(contentType: string, bytes: Uint8Array): Photo {
  return { contentType, base64: Buffer.from(bytes).toString('base64') };
}

export function photoBytes(photo: Photo): Buffer {
  return Buffer.from(photo.base64, 'base64');
}

/** Eight hex digits in quotes, as captured; other bytes, other ETag. */
export function photoEtag(photo: Photo): string {
  return `"${createHash('sha256').update(photo.base64).digest('hex').slice(0, 8).toUpperCase()}"`;
}

/** Width of a PNG, GIF or JPEG in pixels, `undefined` for bytes that are none of them. */
function widthOf(bytes: Buffer): number | undefined {
  if (bytes.length >= 24 && bytes.toString('latin1', 1, 4) === 'PNG') return bytes.readUInt32BE(16);
  if (bytes.length >= 10 && bytes.toString('latin1', 0, 3) === 'GIF') return bytes.readUInt16LE(6);
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  // A JPEG is a chain of segments; that of a frame (C0 to CF but C4, C8 and CC) holds the size.
  for (let at = 2; at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return bytes.readUInt16BE(at + 7);
  }
  return undefined;
}

/**
 * The sizes in which a photo can be read: those up to its own. The real service scales it; here every size has the bytes
 * that were put. A picture smaller than all sizes has the smallest one, bytes that are no known picture have all.
 */
export function availableSizes(photo: Photo): readonly number[] {
  const width = widthOf(photoBytes(photo)) ?? Number.POSITIVE_INFINITY;
  const sizes = PHOTO_SIZES.filter((size) => size <= width);
  return sizes.length > 0 ? sizes : PHOTO_SIZES.slice(0, 1);
}
