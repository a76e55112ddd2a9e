import { V2_URNS } from './urns.ts';

/** Same keys on both versions. It denies filters although they work. */
export const SERVICE_PROVIDER_CONFIG = {
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth Bearer Token',
      description: 'Bearer token in the Authorization header',
      specUrl: 'http://tools.ietf.org/html/draft-ietf-oauth-v2-bearer-01',
      primary: true,
    },
  ],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: false, maxResults: 0 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  xmlDataFormat: { supported: false },
} as const;

/**
 * `/ResourceTypes` of v2; without `totalResults`, as recorded.
 * @param root SCIM root URL
 */
export function renderResourceTypes(root: string): object {
  const type = (name: 'User' | 'Group', schema: string, extensions: readonly string[]): object => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: name,
    name,
    endpoint: `/${name}s`,
    description: `${name} resources`,
    schema,
    meta: { location: `${root}/ResourceTypes/${name}`, resourceType: 'ResourceType' },
    schemaExtensions: extensions.map((extension) => ({ schema: extension, required: false })),
  });
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    Resources: [
      type('User', V2_URNS.user, [V2_URNS.enterprise, V2_URNS.profile, V2_URNS.guest]),
      type('Group', V2_URNS.group, []),
    ],
  };
}
