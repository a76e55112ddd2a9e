/** Source attributes of a group that mappings may use, by Entra name. */
export const GROUP_SOURCE_ATTRIBUTES: ReadonlyMap<string, { readonly type: 'String' | 'Reference' }> = new Map([
  ['objectId', { type: 'String' }],
  ['displayName', { type: 'String' }],
  ['description', { type: 'String' }],
  ['mail', { type: 'String' }],
  ['mailNickname', { type: 'String' }],
  ['members', { type: 'Reference' }],
]);

/** The group attributes of Entra's Slack app. */
export const GROUP_TARGET_ATTRIBUTES: ReadonlyMap<string, { readonly type: 'String' | 'Reference' }> = new Map([
  ['displayName', { type: 'String' }],
  ['members', { type: 'Reference' }],
]);
