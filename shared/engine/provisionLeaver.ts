import type { StoredAnchor } from '../model/anchor.ts';
import type { Change } from '../model/change.ts';
import type { Entitlement } from '../model/entitlement.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SourceUser } from '../model/source.ts';
import { isProtected } from '../plan/isProtected.ts';
import { planLeaver } from '../plan/planUser.ts';
import { claimAbandonedCreation } from './creationUnderway.ts';
import type { EngineDependencies } from './dependencies.ts';
import { disableLeaver, settleLeaver } from './disableLeaver.ts';
import { needsFreshRead } from './needsFreshRead.ts';
import { hasFailed, owedOutcome } from './owedOutcome.ts';
import type { Delivery } from './provision.ts';
import type { Trace } from './trace.ts';

export interface Leaver {
  readonly change: Change;
  readonly delivery: Delivery;
  readonly user: SourceUser | undefined;
  readonly anchor: StoredAnchor | undefined;
  readonly entitlement: Extract<Entitlement, { entitled: false }>;
}

/** Someone who should not have an active account: disables the linked one and nothing else. */
export async function provisionLeaver(given: Leaver, trace: Trace, dependencies: EngineDependencies): Promise<Outcome> {
  const { entitlement } = given;
  const { protect, policy } = dependencies.configuration.users;
  const anchor = given.anchor ?? (await claimAbandonedCreation(given.change.id, trace, dependencies));
  const leaver = { ...given, anchor };
  const active = anchor && (await isActiveInSlack(leaver, anchor, dependencies));
  const plan = planLeaver({
    entitlement,
    active,
    isProtected: isProtected(given.change.id, anchor, given.user, protect),
    policy,
  });
  const { code, reason } = entitlement;
  switch (plan.action) {
    case 'disable':
      return disableLeaver(anchor as StoredAnchor, entitlement, trace, dependencies);
    case 'nothing': {
      const held = anchor as StoredAnchor;
      if (!isSettled(held, leaver)) await settleLeaver(held, entitlement, 'unchanged', dependencies);
      return trace.end('unchanged', { code, reason, slackId: held.slackId });
    }
    default:
      return trace.end('skipped', {
        ...('code' in plan ? { code: plan.code, reason: plan.reason } : {}),
        ...(anchor ? { slackId: anchor.slackId } : {}),
      });
  }
}

/** What we know, or what Slack says where our knowledge may be stale; an account that is gone cannot be active. */
async function isActiveInSlack(
  leaver: Leaver,
  anchor: StoredAnchor,
  dependencies: EngineDependencies,
): Promise<boolean> {
  // Disabling is idempotent, so an account believed active, or being disabled, needs no look before it is disabled.
  if ((anchor.active && !anchor.disabledInSlack) || owedOutcome(anchor) === 'disabled') return true;
  if (!needsFreshRead(leaver.change, leaver.delivery, anchor, dependencies)) return anchor.active;
  const account = await dependencies.target.readUser(anchor.slackId);
  return account?.active ?? false;
}

/** True when the anchor says already what it has to say of someone who is disabled. */
function isSettled(anchor: StoredAnchor, { entitlement }: Leaver): boolean {
  const { active, disabledInSlack, uncertain, retired } = anchor;
  if (active || disabledInSlack || uncertain || hasFailed(anchor)) return false;
  return retired === (entitlement.code === 'HardDeleted');
}
