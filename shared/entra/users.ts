import type { SourceUser } from '../model/source.ts';
import type { GraphClient } from './graphClient.ts';
import { withQuery } from './graphPath.ts';
import { toGuid } from './guid.ts';
import { isRow, listPages } from './listPages.ts';
import { type PhotoEtag, type Photos, photoPath } from './photos.ts';
import { isType, toSourceUser } from './sourceUser.ts';
import { unlessGone } from './unlessGone.ts';

export interface UserReading {
  readonly client: GraphClient;
  /** Properties to `$select`. */
  readonly properties: readonly string[];
  /** Set when the ETags of photos are wanted. */
  readonly photos: Photos | undefined;
}

/**
 * Plain `$expand=manager` is the form that needs no advanced query, works for one user and for the listing, and so is
 * answered by the directory itself and not by its lagging index (user-list-manager).
 */
function userQuery(properties: readonly string[]): Record<string, string> {
  return { $select: properties.join(','), $expand: 'manager' };
}

function withPhoto(user: SourceUser, etag: PhotoEtag): SourceUser {
  return etag === undefined ? user : { ...user, photoEtag: etag };
}

/** By object id; a user principal name works too, but finds nobody in the recycle bin. */
export async function readUser(reading: UserReading, id: string): Promise<SourceUser | undefined> {
  const present = await readPresentUser(reading, id);
  if (present || toGuid(id) === undefined) return present;
  return unlessGone(() => readDeletedUser(reading.client, id));
}

/** One request, with the photo's ETag too. */
async function readPresentUser(reading: UserReading, id: string): Promise<SourceUser | undefined> {
  const { client, photos, properties } = reading;
  const path = withQuery(`/users/${encodeURIComponent(id)}`, userQuery(properties));
  if (!photos) return unlessGone(async () => toSourceUser(await client.get(path), 'present'));
  const [user, photo] = await client.getBatch([path, photoPath(id)]);
  if (user?.error?.class === 'gone') return undefined;
  if (user?.error) throw user.error;
  return withPhoto(toSourceUser(user?.body, 'present'), photos.etagOf(photo));
}

/** The recycle bin holds groups and applications too, under one key. */
async function readDeletedUser(client: GraphClient, id: string): Promise<SourceUser | undefined> {
  const deleted = await client.get(`/directory/deletedItems/${encodeURIComponent(id)}`);
  return isRow(deleted) && !isType(deleted, 'user') ? undefined : toSourceUser(deleted, 'softDeleted');
}

/** All present users, in pages of 999. */
export async function* listUsers({ client, properties, photos }: UserReading): AsyncGenerator<readonly SourceUser[]> {
  const readEtags = photos?.forListing();
  for await (const rows of listPages(client, withQuery('/users', { ...userQuery(properties), $top: '999' }))) {
    const users = rows.map((row) => toSourceUser(row, 'present'));
    const etags = await readEtags?.(users.map(({ id }) => id));
    yield etags ? users.map((user) => withPhoto(user, etags.get(user.id))) : users;
  }
}
