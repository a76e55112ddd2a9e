import type { Photo } from './directoryState.ts';

/** A tenant to start from, as plain data. */
export interface TenantSeed {
  readonly tenantId: string;
  /** App id of the app whose token calls Graph: owner of the subscriptions. */
  readonly applicationId: string;
  readonly users: readonly SeedUser[];
  readonly groups: readonly SeedGroup[];
  readonly servicePrincipals: readonly SeedServicePrincipal[];
  readonly assignments: readonly SeedAssignment[];
}

export interface SeedUser {
  readonly id: string;
  /** By Graph property name; `userPrincipalName` and `displayName` must be there. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly managerId?: string | null;
  /** Set for users in the recycle bin, ISO 8601. */
  readonly deletedDateTime?: string | null;
  readonly photo?: Photo;
}

export interface SeedGroup {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Ids of users and groups. Ignored for dynamic groups, whose members follow from their rule. */
  readonly memberIds: readonly string[];
  readonly deletedDateTime?: string | null;
}

export interface SeedServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly appRoles: readonly SeedAppRole[];
}

export interface SeedAppRole {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly value: string | null;
}

export interface SeedAssignment {
  /** Made up from the principal when missing. */
  readonly id?: string;
  readonly principalId: string;
  readonly resourceId: string;
  readonly appRoleId: string;
  readonly createdDateTime?: string;
}
