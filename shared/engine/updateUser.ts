import { isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { StoredAnchor } from '../model/anchor.ts';
import type { Attributes } from '../model/attributes.ts';
import type { ModifiedProperty, Outcome } from '../model/outcome.ts';
import type { TargetUser } from '../model/target.ts';
import { snapshotAfter } from '../plan/compareAttributes.ts';
import { type CurrentAccount, planMember } from '../plan/planUser.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { DesiredUser } from './provisionMember.ts';
import type { Trace } from './trace.ts';

/** A linked account and what is known of it. */
export interface LinkedAccount {
  readonly anchor: StoredAnchor;
  /** Read from Slack just now, not remembered. */
  readonly fresh: boolean;
  readonly current: CurrentAccount;
}

/** Brings a linked account up to date with at most one write, and enables it when it is to be active. */
export async function updateUser(
  linked: LinkedAccount,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { anchor, current, fresh } = linked;
  const { mapping, policy } = dependencies.configuration.users;
  const { slackId } = anchor;
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
    if (plan.code === 'DisabledInSlack' && !anchor.disabledInSlack) {
      await save(anchor, { disabledInSlack: true, uncertain: false, lastOutcome: 'skipped' }, dependencies);
    }
    return trace.end('skipped', { code: plan.code, reason: plan.reason, slackId });
  }
  if (plan.action !== 'update') {
    if (fresh) await confirm(linked, desired, dependencies);
    return trace.end('unchanged', { slackId });
  }
  trace.add('processing', 'success', { action: plan.activate ? 'enable' : 'update', modified: plan.modified });
  const answer = await write(linked, plan, desired, trace, dependencies);
  if (!answer.active) return onUnexpectedInactive(linked, plan.activate, trace, dependencies);
  await save(
    anchor,
    {
      active: true,
      uncertain: false,
      disabledInSlack: false,
      snapshot: snapshotAfter(desired.attributes, anchor.snapshot, plan.modified),
      references: { ...anchor.references, ...desired.references },
      lastOutcome: 'updated',
    },
    dependencies,
  );
  trace.add('export', 'success', { slackId });
  return trace.end('updated', { slackId, modified: withActivation(plan.modified, plan.activate) });
}

/** One PATCH. When its answer is lost, the anchor says so before anybody plans from the snapshot again. */
async function write(
  { anchor, current }: LinkedAccount,
  plan: { readonly modified: readonly ModifiedProperty[]; readonly activate: boolean },
  desired: DesiredUser,
  trace: Trace,
  { target, anchors }: EngineDependencies,
): Promise<TargetUser> {
  const changes: Attributes = Object.fromEntries(plan.modified.map(({ name, new: value }) => [name, value]));
  const kept = Object.entries(desired.attributes).filter(([, value]) => value !== null);
  const resulting: Attributes = { ...current.attributes, ...Object.fromEntries(kept), ...changes };
  try {
    return await target.updateUser(anchor.slackId, {
      changes,
      resulting,
      ...(plan.activate ? { activate: true as const } : {}),
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
 * doing it (as in its incidents of 2022 and 2024): stop writing. When only our memory said so, someone disabled the account.
 */
async function onUnexpectedInactive(
  { anchor, current, fresh }: LinkedAccount,
  activated: boolean,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  if ((fresh && current.active) || activated) {
    throw new ProvisioningError(
      'fatal',
      'UnexpectedDeactivation',
      `Slack answered that account ${anchor.slackId} is inactive after a write that meant it to be active.`,
    );
  }
  await save(anchor, { disabledInSlack: true, uncertain: true, lastOutcome: 'skipped' }, dependencies);
  trace.add('export', 'skipped', { code: 'DisabledInSlack' });
  return trace.end('skipped', {
    code: 'DisabledInSlack',
    reason: 'Someone disabled the account in Slack; it is left alone.',
    slackId: anchor.slackId,
  });
}

/** After a fresh read without differences: the snapshot is true again. Written only when it was not. */
async function confirm(
  { anchor }: LinkedAccount,
  desired: DesiredUser,
  dependencies: EngineDependencies,
): Promise<void> {
  const snapshot = snapshotAfter(desired.attributes, anchor.snapshot, []);
  const references = { ...anchor.references, ...desired.references };
  const known =
    anchor.active &&
    !anchor.uncertain &&
    !anchor.disabledInSlack &&
    anchor.lastOutcome !== 'failed' &&
    sameRecord(snapshot, anchor.snapshot) &&
    sameRecord(references, anchor.references);
  if (known) return;
  await save(
    anchor,
    { active: true, uncertain: false, disabledInSlack: false, snapshot, references, lastOutcome: 'unchanged' },
    dependencies,
  );
}

async function save(
  anchor: StoredAnchor,
  changes: Partial<StoredAnchor>,
  { anchors, clock }: EngineDependencies,
): Promise<StoredAnchor> {
  return anchors.update({ ...anchor, ...changes, updatedAt: clock.now().toISOString() });
}

function sameRecord(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

/** Enabling shows in the log as a change of `active`. */
function withActivation(modified: readonly ModifiedProperty[], activate: boolean): readonly ModifiedProperty[] {
  return activate ? [{ name: 'active', old: false, new: true }, ...modified] : modified;
}
