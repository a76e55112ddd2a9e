import type { PropertySpec, Schema } from './propertySchema.ts';

const properties: [string, PropertySpec][] = [
  ['id', { type: 'String', readOnly: true }],
  ['deletedDateTime', { type: 'DateTime', readOnly: true }],
  ['classification', { type: 'String' }],
  ['createdDateTime', { type: 'DateTime', readOnly: true }],
  ['description', { type: 'String' }],
  ['displayName', { type: 'String' }],
  ['expirationDateTime', { type: 'DateTime', readOnly: true }],
  ['groupTypes', { type: 'Strings' }],
  ['isAssignableToRole', { type: 'Boolean' }],
  ['mail', { type: 'String', readOnly: true }],
  ['mailEnabled', { type: 'Boolean' }],
  ['mailNickname', { type: 'String' }],
  ['membershipRule', { type: 'String' }],
  ['membershipRuleProcessingState', { type: 'String' }],
  ['onPremisesLastSyncDateTime', { type: 'DateTime', readOnly: true }],
  ['onPremisesSamAccountName', { type: 'String', readOnly: true }],
  ['onPremisesSecurityIdentifier', { type: 'String', readOnly: true }],
  ['onPremisesSyncEnabled', { type: 'Boolean', readOnly: true }],
  ['preferredDataLocation', { type: 'String' }],
  ['preferredLanguage', { type: 'String' }],
  ['proxyAddresses', { type: 'Strings', readOnly: true }],
  ['renewedDateTime', { type: 'DateTime', readOnly: true }],
  ['securityEnabled', { type: 'Boolean' }],
  ['securityIdentifier', { type: 'String', readOnly: true }],
  ['theme', { type: 'String' }],
  ['uniqueName', { type: 'String' }],
  ['visibility', { type: 'String' }],
];

/** The directory properties of a Graph group; a read without `$select` shows them all. */
export const GROUP_SCHEMA: Schema = {
  name: 'Group',
  odataType: 'microsoft.graph.group',
  properties: new Map(properties),
  defaults: properties.map(([name]) => name).filter((name) => name !== 'isAssignableToRole' && name !== 'uniqueName'),
  required: ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'],
  isExtensible: true,
};
