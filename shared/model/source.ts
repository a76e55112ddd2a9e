/** A user as Microsoft Graph shows it. */
export interface SourceUser {
  /** Entra object id, lower-case GUID. */
  readonly id: string;
  /** `softDeleted`: in the recycle bin. A user that is in neither place is not a SourceUser at all. */
  readonly state: 'present' | 'softDeleted';
  /** The user resource as Graph returned it, `manager` included, by Graph property name; read through `sourceAttributes`. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Entra id of the manager, null when there is none. */
  readonly managerId: string | null;
  /** ETag of the profile photo, null when there is none; absent when no mapping asks for it, so that it was not read. */
  readonly photoEtag?: string | null;
}

/** A profile photo as Graph holds it. */
export interface SourcePhoto {
  readonly etag: string;
  /** E.g. `image/jpeg`. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A group as Microsoft Graph shows it. */
export interface SourceGroup {
  /** Entra object id, lower-case GUID. */
  readonly id: string;
  /** `softDeleted`: a Microsoft 365 group in the recycle bin; security groups are gone at once. */
  readonly state: 'present' | 'softDeleted';
  /** The group resource as Graph returned it, by Graph property name. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One row of the enterprise application's `appRoleAssignedTo`. */
export interface Assignment {
  readonly principalId: string;
  readonly principalType: 'User' | 'Group';
  /** App role id; all zeros is the Default Access role. */
  readonly appRoleId: string;
}

/** An app role that the enterprise application defines. */
export interface AppRole {
  readonly id: string;
  /** What the application sees; null for roles without a value. */
  readonly value: string | null;
  readonly displayName: string;
}

/** The role id that Graph shows for a principal assigned without a role of its own. */
export const DEFAULT_ACCESS_ROLE_ID = '00000000-0000-0000-0000-000000000000';

/** One reason why an object is in scope: assigned itself (`principalId` = `sourceId`), or through a group. */
export interface ScopeRow {
  readonly kind: 'user' | 'group';
  readonly sourceId: string;
  readonly principalId: string;
  readonly roles: readonly AppRole[];
}

/** An object of the directory as a search shows it. */
export interface DirectoryHit {
  readonly kind: 'user' | 'group';
  /** Entra object id, lower-case GUID. */
  readonly id: string;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  readonly mail: string | null;
  /** Job title and department, or the description of a group: tells those of the same name apart. */
  readonly details: string | null;
  /** False for a user whose account is disabled in Entra. */
  readonly isEnabled: boolean;
}
