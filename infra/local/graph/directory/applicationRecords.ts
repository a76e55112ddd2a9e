import { createHash } from 'node:crypto';
import type { SeedAppRole, SeedServicePrincipal } from './tenantSeed.ts';

/** An app registration. Properties by Graph's names; always with `appId`, `displayName` and `appRoles`. */
export interface ApplicationRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An application as it stands in the tenant. Properties as above. */
export interface ServicePrincipalRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly claimsPolicyIds: readonly string[];
}

export interface ClaimsPolicyRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** An app role in Graph's full form. */
export interface AppRole {
  readonly allowedMemberTypes: readonly string[];
  readonly description: string;
  readonly displayName: string;
  readonly id: string;
  readonly isEnabled: boolean;
  readonly origin: 'Application';
  readonly value: string | null;
}

export const INTEGRATED_APP_TAG = 'WindowsAzureActiveDirectoryIntegratedApp';

/** The roles of an application or a service principal. */
export function appRolesOf(record: ApplicationRecord | ServicePrincipalRecord): readonly AppRole[] {
  return record.properties.appRoles as readonly AppRole[];
}

export function toAppRole(seed: SeedAppRole): AppRole {
  const { id, displayName, description, value, allowedMemberTypes = ['User'], isEnabled = true } = seed;
  return { allowedMemberTypes, description, displayName, id, isEnabled, origin: 'Application', value };
}

/** What every service principal has, whether anybody set it or not. */
export function defaultPrincipalProperties(appId: string, displayName: string): Record<string, unknown> {
  return {
    accountEnabled: true,
    appDisplayName: displayName,
    appId,
    appOwnerOrganizationId: null,
    appRoleAssignmentRequired: false,
    appRoles: [],
    applicationTemplateId: null,
    displayName,
    keyCredentials: [],
    loginUrl: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyEndDateTime: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: [],
    servicePrincipalNames: [appId],
    servicePrincipalType: 'Application',
    tags: [],
  };
}

/** What every registration has. */
export function defaultApplicationProperties(appId: string, displayName: string): Record<string, unknown> {
  return {
    appId,
    appRoles: [],
    applicationTemplateId: null,
    displayName,
    identifierUris: [],
    signInAudience: 'AzureADMyOrg',
    tags: [],
    web: { homePageUrl: null, redirectUris: [], implicitGrantSettings: { enableIdTokenIssuance: false } },
  };
}

export function toServicePrincipal(seed: SeedServicePrincipal): ServicePrincipalRecord {
  const { id, appId, displayName, appRoles, properties, claimsPolicyIds = [] } = seed;
  return {
    id,
    properties: {
      ...defaultPrincipalProperties(appId, displayName),
      tags: [INTEGRATED_APP_TAG],
      ...properties,
      appRoles: appRoles.map(toAppRole),
    },
    claimsPolicyIds,
  };
}

/** The registration that must lie behind an application of the tenant itself. */
export function registrationOf({ properties }: ServicePrincipalRecord): ApplicationRecord {
  const { appId, displayName, appRoles, applicationTemplateId } = properties;
  const own = { appRoles, applicationTemplateId };
  return {
    id: idFrom(`application ${String(appId)}`),
    properties: { ...defaultApplicationProperties(String(appId), String(displayName)), ...own },
  };
}

/** The same GUID for the same text. */
function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
