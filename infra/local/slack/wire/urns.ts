/** The names of one SCIM version. */
export interface Urns {
  readonly user: string;
  readonly group: string;
  readonly enterprise: string;
  readonly profile: string;
  readonly guest: string;
}

export const V1_URNS: Urns = {
  user: 'urn:scim:schemas:core:1.0',
  group: 'urn:scim:schemas:core:1.0',
  enterprise: 'urn:scim:schemas:extension:enterprise:1.0',
  profile: 'urn:scim:schemas:extension:slack:profile:1.0',
  guest: 'urn:scim:schemas:extension:slack:guest:1.0',
};

export const V2_URNS: Urns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  profile: 'urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User',
  guest: 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User',
};

export const EXTENSIONS = ['enterprise', 'profile', 'guest'] as const;
