import type { Urns } from '../wire/urns.ts';

export const V2_URNS: Urns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  profile: 'urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User',
  guest: 'urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User',
};

/** Schema of a PATCH, of users and of groups. */
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
