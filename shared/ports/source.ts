import type { Change, ObjectKind } from '../model/change.ts';
import type { Subscription } from '../model/job.ts';
import type { AppRole, Assignment, DirectoryHit, SourceGroup, SourcePhoto, SourceUser } from '../model/source.ts';

/**
 * Entra, read through Microsoft Graph. Every method throws ProvisioningError (`wait`, `retry`, `unauthorized`, `invalid`)
 * and nothing else; a listing that breaks off throws, it never looks complete.
 */
export interface Source {
  /** One user; looks into the recycle bin when it is not among the users. `undefined`: in neither place (purged). One request for a present user. */
  readUser(id: string): Promise<SourceUser | undefined>;
  /** All present users, page by page (soft-deleted ones are not listed). */
  listUsers(): AsyncIterable<readonly SourceUser[]>;
  /** The user's profile photo (240 x 240 where there is one of that size); `undefined` when there is none. */
  readPhoto(userId: string): Promise<SourcePhoto | undefined>;
  /** Present objects whose name, mail address or user principal name begins with a text. One request. */
  search(kind: 'user' | 'group', text: string, limit: number): Promise<readonly DirectoryHit[]>;
  /** The present user with this user principal name or mail address. One request. */
  findUser(address: string): Promise<DirectoryHit | undefined>;
  /** One group; looks into the recycle bin, too. `undefined`: in neither place. */
  readGroup(id: string): Promise<SourceGroup | undefined>;
  /** All present groups, page by page. */
  listGroups(): AsyncIterable<readonly SourceGroup[]>;
  /** Ids of the groups that a user or group is in, through other groups too when `transitive`; none when the object is gone. */
  listParentGroupIds(
    object: { readonly kind: ObjectKind; readonly id: string },
    options: { readonly transitive: boolean },
  ): Promise<readonly string[]>;
  /** Ids of the users whose manager somebody is; none when they are gone. */
  listReportIds(userId: string): Promise<readonly string[]>;
  /** A delta link (path and query) that marks "now". */
  latestDelta(kind: 'users' | 'groups'): Promise<{ link: string; select: string }>;
  /** The `$select` that this version of the app tracks; a stored link with another one is of no use. */
  deltaSelect(kind: 'users' | 'groups'): string;
  /**
   * Ids of what changed since the link, page by page. The last page carries `nextLink`, to be stored once its ids are enqueued.
   * `members` says by group id which members came and went in this round, as a hint: empty lists when none did, no entry when
   * that is not known or too much for a message. Throws `gone` with code `DeltaExpired` when the link is no longer valid (410).
   */
  readDelta(
    kind: 'users' | 'groups',
    link: string,
  ): AsyncIterable<{
    readonly ids: readonly string[];
    readonly members?: ReadonlyMap<string, NonNullable<Change['members']>>;
    readonly nextLink?: string;
  }>;
  /** All assignments of the enterprise application to users and groups. */
  listAssignments(): AsyncIterable<readonly Assignment[]>;
  /** The app roles that the enterprise application defines. */
  listAppRoles(): Promise<readonly AppRole[]>;
  /**
   * When the certificate runs out with which Entra signs people in to the enterprise application. `undefined`: people do not sign in
   * to it by SAML, or there is no enterprise application. One request.
   */
  signingCertificateExpiry(): Promise<Date | undefined>;
  /** Entra ids of the users in a group: direct members, or members of nested groups too. `gone` when the group no longer exists. */
  listGroupUserIds(groupId: string, options: { readonly transitive: boolean }): AsyncIterable<readonly string[]>;
}

/** Graph change-notification subscriptions of this app. Errors as for Source. */
export interface Subscriptions {
  list(): Promise<readonly Subscription[]>;
  create(resource: 'users' | 'groups', expiresAt: Date): Promise<Subscription>;
  /** Sets a new expiry, which also reauthorises. `gone` (404): create anew. */
  renew(id: string, expiresAt: Date): Promise<Subscription>;
  delete(id: string): Promise<void>;
}
