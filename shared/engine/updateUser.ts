import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { StoredAnchor } from '../model/anchor.ts';
import type { Attributes } from '../model/attributes.ts';
import type { ModifiedProperty, Outcome } from '../model/outcome.ts';
import type { TargetUser } from '../model/target.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { snapshotAfter, snapshotBefore, storedDifferently } from '../plan/compareAttributes.ts';
import { type CurrentAccount, planMember, type UserPlan } from '../plan/planUser.ts';
import { userNameCandidates } from '../plan/userNameCandidates.ts';
import { confirmAccount } from './confirmAccount.ts';
import type { EngineDependencies } from './dependencies.ts';
import { ENABLING, owedOutcome, updateOutcome } from './owedOutcome.ts';
import { withPhotoData } from './photoData.ts';
import type { DesiredUser } from './provisionMember.ts';
import { saveAnchor } from './saveAnchor.ts';
import type { Trace } from './trace.ts';

/** A linked account and what is known of it. */
export interface LinkedAccount {
  readonly anchor: StoredAnchor;
  /** Read from Slack just now, not remembered. */
  readonly fresh: boolean;
  /** An earlier try of the same message may have written. */
  readonly retried: boolean;
  /** Linked by this very try, so that no earlier one can have changed it. */
  readonly isNew?: true;
  readonly current: CurrentAccount;
}

type UpdatePlan = Extract<UserPlan, { action: 'update' }>;

/** Brings a linked account up to date with at most one write, and enables it when it is to be active. */
export async function updateUser(
  linked: LinkedAccount,
  mapped: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { anchor, current, fresh } = linked;
  const { mapping, policy } = dependencies.configuration.users;
  const { slackId } = anchor;
  const desired = { ...mapped, attributes: withNameAsCreated(mapped.attributes, anchor) };
  const plan = planMember({
    desired: desired.attributes,
    defaults: mapping.defaults,
    current,
    snapshot: anchor.snapshot,
    leftActive: anchor.active,
    ruleOf: mapping.rule,
    policy,
  });
  if (plan.action === 'skip') {
    trace.add('processing', 'skipped', { ...plan });
    if (plan.code === 'DisabledInSlack' && (!anchor.disabledInSlack || anchor.uncertain)) {
      await saveAnchor(anchor, { disabledInSlack: true, uncertain: false, lastOutcome: 'skipped' }, dependencies);
    }
    return trace.end('skipped', { code: plan.code, reason: plan.reason, slackId });
  }
  if (plan.action !== 'update') {
    return fresh ? confirmAccount(linked, desired, trace, dependencies) : trace.end('unchanged', { slackId });
  }
  trace.add('processing', 'success', { action: plan.activate ? 'enable' : 'update', modified: plan.modified });
  const held = await markBeforehand(anchor, plan, dependencies);
  const written = { ...linked, anchor: held };
  const answer = await write(written, plan, desired, trace, dependencies);
  if (!answer.active) return onInactive(written, plan, trace, dependencies);
  const type = updateOutcome(anchor);
  trace.commit = () =>
    saveAnchor(
      held,
      {
        active: true,
        uncertain: false,
        disabledInSlack: false,
        retired: false,
        snapshot: snapshotAfter(desired.attributes, anchor.snapshot, plan.modified, answer.attributes),
        references: { ...anchor.references, ...desired.references },
        lastOutcome: type,
      },
      dependencies,
    );
  const differently = storedDifferently(plan.modified, answer.attributes);
  trace.add('export', 'success', { slackId, ...(differently.length > 0 ? { storedDifferently: differently } : {}) });
  return trace.end(type, { slackId, modified: withActivation(plan.modified, plan.activate) });
}

/**
 * Someone who was created under a suffixed name keeps it, also where the mapping asks for updates: the name without suffix
 * is somebody else's.
 */
function withNameAsCreated(desired: Attributes, { matchedBy, snapshot, sourceId }: StoredAnchor): Attributes {
  const wanted = desired[TARGET.userName];
  const held = snapshot[TARGET.userName];
  if (matchedBy !== 'created' || typeof wanted !== 'string' || typeof held !== 'string') return desired;
  if (!userNameCandidates(wanted, sourceId).includes(held)) return desired;
  const nickName = desired[TARGET.nickName] === undefined ? {} : { [TARGET.nickName]: held };
  return { ...desired, ...nickName, [TARGET.userName]: held };
}

/**
 * Says beforehand what a worker that ends right after the write would leave unknown: that the account may be active, which the next
 * leaving would pass by, and values where none of ours was. Any other update is found by comparing.
 */
async function markBeforehand(
  anchor: StoredAnchor,
  { activate, modified }: UpdatePlan,
  dependencies: EngineDependencies,
): Promise<StoredAnchor> {
  const snapshot = snapshotBefore(anchor.snapshot, modified);
  const enabling = activate ? enablingMark(anchor) : undefined;
  if (!enabling && !snapshot) return anchor;
  return saveAnchor(anchor, { uncertain: true, ...enabling, ...(snapshot ? { snapshot } : {}) }, dependencies);
}

function enablingMark(anchor: StoredAnchor): Partial<StoredAnchor> | undefined {
  const owed = owedOutcome(anchor);
  // Somebody who was being disabled is not any more, which those who refer to them have to see.
  if (owed === 'disabled') return { lastOutcome: ENABLING };
  return anchor.uncertain || owed !== undefined ? undefined : {};
}

/** One PATCH. When its answer is lost, the anchor says so before anybody plans from the snapshot again. */
async function write(
  { anchor, current }: LinkedAccount,
  { modified, activate }: UpdatePlan,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<TargetUser> {
  const { target, anchors } = dependencies;
  const changes: Attributes = Object.fromEntries(modified.map(({ name, new: value }) => [name, value]));
  const kept = Object.entries(desired.attributes).filter(([, value]) => value !== null);
  const resulting: Attributes = { ...current.attributes, ...Object.fromEntries(kept), ...changes };
  try {
    return await target.updateUser(anchor.slackId, {
      changes: await withPhotoData(changes, anchor.sourceId, dependencies),
      resulting,
      ...(activate ? { activate: true as const } : {}),
    });
  } catch (error) {
    trace.add('export', 'failure', { code: isProvisioningError(error) ? error.code : 'InternalError' });
    if (isProvisioningError(error) && error.lostAnswer && !anchor.uncertain)
      await anchors.update({ ...anchor, uncertain: true });
    throw error;
  }
}

/**
 * Slack answered `active: false` to a write that meant no such thing. When Slack itself said "active" a moment ago, Slack is
 * doing it (as in its incidents of 2022 and 2024): stop writing, and enable the account once a person has allowed writing
 * again. When only our memory said so, someone may have disabled the account by hand, so it is left alone; but from now on
 * this instance reads before it writes, so that an incident costs one account and not every account that is changed.
 */
async function onInactive(
  { anchor, current, fresh }: LinkedAccount,
  { activate }: UpdatePlan,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { slackId } = anchor;
  if (activate) {
    trace.add('export', 'failure', { code: 'StaysInactive' });
    const reason = `Slack accepted that account ${slackId} is enabled, and answered that it is inactive all the same.`;
    return trace.end('failed', { code: 'StaysInactive', reason, slackId });
  }
  if (fresh && current.active) {
    await saveAnchor(anchor, { active: false, uncertain: true, disabledInSlack: false }, dependencies);
    throw new ProvisioningError(
      'fatal',
      'UnexpectedDeactivation',
      `Slack answered that account ${slackId} is inactive after a write that meant it to be active.`,
    );
  }
  dependencies.gate.becomeCautious();
  await saveAnchor(anchor, { disabledInSlack: true, lastOutcome: 'skipped' }, dependencies);
  trace.add('export', 'skipped', { code: 'DisabledInSlack' });
  return trace.end('skipped', {
    code: 'DisabledInSlack',
    reason: 'Someone disabled the account in Slack; it is left alone.',
    slackId,
  });
}

/** Enabling shows in the log as a change of `active`. */
export function withActivation(modified: readonly ModifiedProperty[], activate: boolean): readonly ModifiedProperty[] {
  return activate ? [{ name: 'active', old: false, new: true }, ...modified] : modified;
}
