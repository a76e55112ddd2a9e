import { isProvisioningError } from '../errors/provisioningError.ts';
import type { StoredAnchor } from '../model/anchor.ts';
import type { Change } from '../model/change.ts';
import type { Entitlement } from '../model/entitlement.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SourceUser } from '../model/source.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { addressesOf } from '../plan/confirmsMatch.ts';
import { planLeaver } from '../plan/planUser.ts';
import { claimAbandonedCreation } from './creationUnderway.ts';
import type { EngineDependencies } from './dependencies.ts';
import { needsFreshRead } from './needsFreshRead.ts';
import { DISABLING, owedOutcome } from './owedOutcome.ts';
import type { Delivery } from './provision.ts';
import { saveAnchor } from './saveAnchor.ts';
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
  const anchor = given.anchor ?? (await claimAbandonedCreation(given.change.id, trace, dependencies));
  const leaver = { ...given, anchor };
  const active = anchor && (await isActiveInSlack(leaver, anchor, dependencies));
  const plan = planLeaver({
    entitlement,
    active,
    isProtected: isProtected(leaver, dependencies),
    policy: dependencies.configuration.users.policy,
  });
  const { code, reason } = entitlement;
  switch (plan.action) {
    case 'disable': {
      const held = await markDisabling(anchor as StoredAnchor, dependencies);
      await disable(held, dependencies);
      trace.commit = () => settle(held, leaver, 'disabled', dependencies);
      trace.add('export', 'success', { action: 'disable' });
      return trace.end('disabled', {
        code,
        reason,
        slackId: held.slackId,
        modified: [{ name: 'active', old: true, new: false }],
      });
    }
    case 'nothing': {
      const held = anchor as StoredAnchor;
      if (!isSettled(held, leaver)) await settle(held, leaver, 'unchanged', dependencies);
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

/**
 * Says beforehand that it is us who disable the account. A worker that ends right after it did would otherwise leave an account
 * that looks disabled by hand, and is left alone when the person comes back.
 */
async function markDisabling(anchor: StoredAnchor, dependencies: EngineDependencies): Promise<StoredAnchor> {
  if (owedOutcome(anchor) === 'disabled') return anchor;
  const mark = { active: false, uncertain: true, disabledInSlack: false, lastOutcome: DISABLING };
  return saveAnchor(anchor, mark, dependencies);
}

/** Disables the account; one that Slack no longer knows is as good as disabled. */
async function disable(anchor: StoredAnchor, { target }: EngineDependencies): Promise<void> {
  try {
    await target.disableUser(anchor.slackId);
  } catch (error) {
    if (!isProvisioningError(error, 'gone')) throw error;
  }
}

/** True when the anchor says already what it has to say of someone who is disabled. */
function isSettled(anchor: StoredAnchor, { entitlement }: Leaver): boolean {
  const { active, disabledInSlack, uncertain, retired, lastOutcome } = anchor;
  if (active || disabledInSlack || uncertain || lastOutcome === 'failed') return false;
  return retired === (entitlement.code === 'HardDeleted');
}

/** Someone purged is retired. That is not for ever: right after a restore Graph may not know a person in either place. */
async function settle(
  anchor: StoredAnchor,
  { entitlement }: Leaver,
  lastOutcome: string,
  dependencies: EngineDependencies,
): Promise<void> {
  const retired = entitlement.code === 'HardDeleted';
  await saveAnchor(
    anchor,
    { active: false, uncertain: false, disabledInSlack: false, retired, lastOutcome },
    dependencies,
  );
}

function isProtected({ change, user, anchor }: Leaver, { configuration }: EngineDependencies): boolean {
  const { protect } = configuration.users;
  if (protect.size === 0) return false;
  const names = [change.id, anchor?.slackId, anchor?.snapshot[TARGET.email], ...(user ? addressesOf(user) : [])];
  return names.some((name) => typeof name === 'string' && protect.has(name.toLowerCase()));
}
