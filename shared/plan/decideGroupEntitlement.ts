import type { Entitlement } from '../model/entitlement.ts';
import type { SourceGroup } from '../model/source.ts';
import { decideScope, no, type ScopeFacts } from './decideEntitlement.ts';

export interface GroupEntitlementFacts extends ScopeFacts {
  /** `undefined`: deleted for good, or never there. */
  readonly group: SourceGroup | undefined;
}

/**
 * Whether a group should be in Slack: it exists, is assigned itself with a role that counts, and passes the filters. As in
 * Entra, a group that is only nested in an assigned one is not provisioned.
 */
export function decideGroupEntitlement(facts: GroupEntitlementFacts): Entitlement {
  const { group } = facts;
  if (!group) return no('HardDeleted', 'The group no longer exists in Entra, not even in the recycle bin.');
  if (group.state === 'softDeleted') return no('SoftDeleted', 'The group is in the Entra recycle bin.');
  return decideScope('group', facts);
}
