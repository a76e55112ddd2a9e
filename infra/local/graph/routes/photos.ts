import type { Router } from '../../http/router.ts';
import type { LocalRequest, LocalResponse } from '../../http/server.ts';
import type { Photo } from '../directory/directoryState.ts';
import { availableSizes, PHOTO_SIZES, photoBytes, photoEtag, toPhoto } from '../directory/photos.ts';
import { setPhoto } from '../directory/users.ts';
import { GraphError } from '../graphError.ts';
import { noContent, type Services } from '../services.ts';
import { readUser } from './users.ts';

/** Larger ones are refused (profilephoto-update). */
const LARGEST_BYTES = 4 * 1024 * 1024;

function imageNotFound(): GraphError {
  return new GraphError(404, 'ImageNotFound', 'The image of the user was not found.');
}

/** `240x240`, in either letter case, as a number. */
function parseSize(text: string): number {
  const size = PHOTO_SIZES.find((one) => `${one}x${one}` === text.toLowerCase());
  if (size !== undefined) return size;
  throw new GraphError(400, 'ErrorInvalidImageId', `The size ${text} is not supported.`);
}

/** Profile photos: binary values, in sizes, with metadata; not part of the directory (no `$select`, delta or notification). */
export function addPhotoRoutes(router: Router, { directory, faults }: Services): void {
  const PHOTO = '/v1.0/users/:id/photo';
  const SIZED = '/v1.0/users/:id/photos/:size';

  const metadata = (request: LocalRequest, userId: string, size: number, more: object): LocalResponse => {
    const { origin, pathname } = request.url;
    const relation = pathname.includes('/photos') ? 'photos' : 'photo';
    const body = {
      '@odata.context': `${origin}/v1.0/$metadata#users('${userId}')/${relation}/$entity`,
      '@odata.id': `${origin}/v1.0/users('${userId}@${directory.tenantId}')/${relation}`,
      ...more,
      id: `${size}X${size}`,
      width: size,
      height: size,
    };
    return { status: 200, body };
  };
  const mediaOf = (photo: Photo) => ({
    '@odata.mediaContentType': photo.contentType,
    '@odata.mediaEtag': photoEtag(photo),
  });

  /** The photo and the size that is asked for (the largest without one). */
  const find = (request: LocalRequest): { readonly photo: Photo; readonly size: number } => {
    const { photo } = readUser(directory, request.params.id ?? '');
    const wanted = request.params.size === undefined ? undefined : parseSize(request.params.size);
    const sizes = photo ? availableSizes(photo) : [];
    const size = wanted === undefined ? sizes.at(-1) : sizes.find((one) => one === wanted);
    if (!photo || size === undefined) throw imageNotFound();
    return { photo, size };
  };

  for (const path of [PHOTO, SIZED]) {
    router.on('GET', path, (request) => {
      const { id, photo } = readUser(directory, request.params.id ?? '');
      if (!photo && faults.photoPlaceholder) {
        return metadata(request, id, 1, { '@odata.mediaContentType': 'image/gif', '@odata.mediaEtag': '' });
      }
      const { photo: found, size } = find(request);
      return metadata(request, id, size, mediaOf(found));
    });
    router.on('GET', `${path}/$value`, (request) => {
      const { photo } = find(request);
      const headers = { 'content-type': photo.contentType, etag: photoEtag(photo) };
      return { status: 200, headers, body: photoBytes(photo) };
    });
  }

  router.on('GET', '/v1.0/users/:id/photos', (request) => {
    const { id, photo } = readUser(directory, request.params.id ?? '');
    if (!photo) throw imageNotFound();
    const value = availableSizes(photo).map((size) => ({
      ...mediaOf(photo),
      id: `${size}x${size}`,
      width: size,
      height: size,
    }));
    return {
      status: 200,
      body: { '@odata.context': `${request.url.origin}/v1.0/$metadata#users('${id}')/photos`, value },
    };
  });

  for (const method of ['PUT', 'PATCH']) {
    router.on(method, `${PHOTO}/$value`, (request) => {
      const contentType = String(request.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
      if (!contentType.startsWith('image/') || request.body.length === 0) {
        throw new GraphError(400, 'BadRequest', 'A photo needs a binary body and a Content-Type such as image/jpeg.');
      }
      if (request.body.length > LARGEST_BYTES) {
        throw new GraphError(413, 'RequestEntityTooLarge', 'A photo has at most 4 MB.');
      }
      setPhoto(directory, readUser(directory, request.params.id ?? '').id, toPhoto(contentType, request.body));
      return { status: 200 };
    });
  }

  router.on('DELETE', `${PHOTO}/$value`, (request) => {
    const { id, photo } = readUser(directory, request.params.id ?? '');
    if (!photo) throw imageNotFound();
    setPhoto(directory, id, null);
    return noContent;
  });
}
