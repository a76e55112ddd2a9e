/** A user as Microsoft Graph shows it. */
export interface SourceUser {
  /** Entra object id, lower-case GUID. */
  readonly id: string;
  /** `softDeleted`: in the recycle bin. A user that is in neither place is not a SourceUser at all. */
  readonly state: 'present' | 'softDeleted';
  /** The user resource as Graph returned it, by Graph property name; read through `sourceAttributes`. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Entra id of the manager, null when there is none. */
  readonly managerId: string | null;
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
