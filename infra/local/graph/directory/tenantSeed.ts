import type { Photo } from './directoryState.ts';

/** A tenant to start from, as plain data. */
export interface TenantSeed {
  readonly tenantId: string;
  /** App id of the app whose token calls Graph: owner of the subscriptions. */
  readonly applicationId: string;
  readonly users: readonly SeedUser[];
  readonly groups: readonly SeedGroup[];
  /** Microsoft Graph's own is added when it is missing, and so are the registrations behind applications of the tenant. */
  readonly servicePrincipals: readonly SeedServicePrincipal[];
  readonly applications?: readonly SeedApplication[];
  readonly claimsPolicies?: readonly SeedClaimsPolicy[];
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
  /** More of its properties, by Graph's names. */
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly claimsPolicyIds?: readonly string[];
}

/** An app registration. */
export interface SeedApplication {
  readonly id: string;
  /** By Graph's names; `appId` and `displayName` must be there. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface SeedClaimsPolicy {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface SeedAppRole {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly value: string | null;
  /** Who it can be given to; people and groups (`User`) when missing. */
  readonly allowedMemberTypes?: readonly ('User' | 'Application')[];
  readonly isEnabled?: boolean;
}

export interface SeedAssignment {
  /** Made up from the principal when missing. */
  readonly id?: string;
  readonly principalId: string;
  readonly resourceId: string;
  readonly appRoleId: string;
  readonly createdDateTime?: string;
}
