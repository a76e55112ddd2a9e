import type { Urns } from '../wire/urns.ts';

const CORE = 'urn:scim:schemas:core:1.0';

export const V1_URNS: Urns = {
  user: CORE,
  group: CORE,
  enterprise: 'urn:scim:schemas:extension:enterprise:1.0',
  profile: 'urn:scim:schemas:extension:slack:profile:1.0',
  guest: 'urn:scim:schemas:extension:slack:guest:1.0',
};
