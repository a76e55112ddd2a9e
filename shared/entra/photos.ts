import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { SourcePhoto } from '../model/source.ts';
import type { Logger } from '../ports/logger.ts';
import { type BatchAnswer, LARGEST_BATCH } from './graphBatch.ts';
import type { GraphBytes, GraphClient } from './graphClient.ts';
import { isRow } from './listPages.ts';
import { unlessGone } from './unlessGone.ts';

/**
 * What is known of a user's photo: its ETag, `null` for "there is none", `undefined` for "not read". The last two must never
 * be mixed up: the first removes a photo from Slack, the second leaves it alone.
 */
export type PhotoEtag = string | null | undefined;

/** Batches under way at once. Each user's photo is in a mailbox of its own, so the limit of 4 calls per mailbox is not near. */
const BATCHES_AT_ONCE = 4;
/** A listing rather waits this long than that it goes on without photos. */
const LISTING_PATIENCE_MS = 60_000;
/** Graph takes no larger ones (profilephoto-update). */
const LARGEST_PHOTO_BYTES = 4 * 1024 * 1024;

const userPath = (id: string): string => `/users/${encodeURIComponent(id)}`;

/** Path of a photo's metadata. */
export function photoPath(userId: string): string {
  return `${userPath(userId)}/photo`;
}

/** For users without a photo Graph answers 404 or, depending on the mailbox, a picture of 1 x 1 with an empty ETag (profilephoto-get). */
function etagIn(metadata: unknown): PhotoEtag {
  if (!isRow(metadata)) return undefined;
  if (String(metadata.id).toLowerCase() === '1x1') return null;
  const etag = metadata['@odata.mediaEtag'];
  return typeof etag === 'string' && etag !== '' ? etag : undefined;
}

export interface Photos {
  /** The ETag in an answer to `photoPath`. */
  etagOf(answer: BatchAnswer | undefined): PhotoEtag;
  /** ETags by user id, for one listing: once Graph throttles beyond all patience, the rest of the listing does without. */
  forListing(): (userIds: readonly string[]) => Promise<ReadonlyMap<string, PhotoEtag>>;
  read(userId: string): Promise<SourcePhoto | undefined>;
}

/**
 * Reads profile photos. A photo that cannot be read fails nobody, neither in a listing nor beside a single user: whether
 * someone may still work in Slack must not depend on Exchange. It counts as not read, which the log says once per cause.
 */
export function createPhotos(client: GraphClient, logger?: Logger): Photos {
  const warned = new Set<string>();
  const warn = (error: ProvisioningError): void => {
    if (warned.has(error.code)) return;
    warned.add(error.code);
    logger?.warn(`Photos are left as they are where they cannot be read: ${error.message}`);
  };

  const etagOf = (answer: BatchAnswer | undefined): PhotoEtag => {
    if (!answer?.error) return etagIn(answer?.body);
    if (answer.error.class === 'gone') return null;
    warn(answer.error);
    return undefined;
  };

  const readBatch = async (userIds: readonly string[]): Promise<readonly BatchAnswer[]> => {
    try {
      return await client.getBatch(userIds.map(photoPath), LISTING_PATIENCE_MS);
    } catch (error) {
      if (!isProvisioningError(error)) throw error;
      return userIds.map(() => ({ error }));
    }
  };

  const forListing: Photos['forListing'] = () => {
    let isThrottled = false;
    return async (userIds) => {
      const etags = new Map<string, PhotoEtag>();
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < userIds.length && !isThrottled) {
          const batch = userIds.slice(next, next + LARGEST_BATCH);
          next += LARGEST_BATCH;
          const answers = await readBatch(batch);
          isThrottled ||= answers.some(({ error }) => error?.class === 'wait');
          for (const [index, id] of batch.entries()) etags.set(id, etagOf(answers[index]));
        }
      };
      await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
      return etags;
    };
  };

  return { etagOf, forListing, read: (userId) => readPhoto(client, userId) };
}

/**
 * The ETag is read before the picture and not with it: a photo that changes in between is then found to differ the next
 * time, and never taken for known.
 */
async function readPhoto(client: GraphClient, userId: string): Promise<SourcePhoto | undefined> {
  const metadata = await unlessGone(() => client.get(photoPath(userId)));
  const etag = metadata === undefined ? null : etagIn(metadata);
  if (etag === null) return undefined;
  if (etag === undefined) throw malformed('a photo without an ETag');
  const sizes = ['/photos/240x240/$value', '/photo/$value'];
  for (const size of sizes) {
    const photo = await unlessGone(() => client.getBytes(userPath(userId) + size));
    if (photo) return { etag, ...requirePicture(photo) };
  }
  return undefined;
}

function requirePicture(photo: GraphBytes): GraphBytes {
  if (!photo.contentType.startsWith('image/') || photo.bytes.length === 0)
    throw malformed('a photo that is no picture');
  if (photo.bytes.length <= LARGEST_PHOTO_BYTES) return photo;
  throw new ProvisioningError('invalid', 'PhotoTooLarge', 'The photo in Entra is larger than 4 MB.');
}

function malformed(what: string): ProvisioningError {
  return new ProvisioningError('retry', 'MalformedAnswer', `Graph sent ${what}.`);
}
