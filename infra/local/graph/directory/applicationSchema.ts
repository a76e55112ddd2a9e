import type { PropertySpec, Schema } from './propertySchema.ts';

const SHARED: Readonly<Record<string, PropertySpec>> = {
  appRoles: { type: 'Any' },
  displayName: { type: 'String' },
  tags: { type: 'Strings' },
};
const readOnly = (names: readonly string[]): [string, PropertySpec][] =>
  names.map((name) => [name, { type: 'Any', readOnly: true }]);

export const APPLICATION_SCHEMA: Schema = {
  name: 'Application',
  odataType: 'microsoft.graph.application',
  properties: new Map<string, PropertySpec>([
    ...Object.entries(SHARED),
    ['identifierUris', { type: 'Strings' }],
    ['signInAudience', { type: 'String' }],
    ['web', { type: 'Any' }],
    ...readOnly(['id', 'appId', 'applicationTemplateId']),
  ]),
  defaults: [],
  required: ['displayName'],
};

export const SERVICE_PRINCIPAL_SCHEMA: Schema = {
  name: 'ServicePrincipal',
  odataType: 'microsoft.graph.servicePrincipal',
  properties: new Map<string, PropertySpec>([
    ...Object.entries(SHARED),
    ['accountEnabled', { type: 'Boolean' }],
    ['appRoleAssignmentRequired', { type: 'Boolean' }],
    ['loginUrl', { type: 'String' }],
    ['notificationEmailAddresses', { type: 'Strings' }],
    ['preferredSingleSignOnMode', { type: 'String' }],
    ['preferredTokenSigningKeyThumbprint', { type: 'String' }],
    ...readOnly([
      'id',
      'appDisplayName',
      'appId',
      'appOwnerOrganizationId',
      'applicationTemplateId',
      'keyCredentials',
      'preferredTokenSigningKeyEndDateTime',
      'replyUrls',
      'servicePrincipalNames',
      'servicePrincipalType',
    ]),
  ]),
  defaults: [],
  required: ['appId'],
};

export const CLAIMS_POLICY_SCHEMA: Schema = {
  name: 'ClaimsMappingPolicy',
  odataType: 'microsoft.graph.claimsMappingPolicy',
  properties: new Map<string, PropertySpec>([
    ['definition', { type: 'Strings' }],
    ['displayName', { type: 'String' }],
    ['isOrganizationDefault', { type: 'Boolean' }],
    ...readOnly(['id']),
  ]),
  defaults: [],
  required: ['definition', 'displayName'],
};
