import { missingMatchValue } from '../../mapping/missingMatchValue.ts';
import type { StoredAnchor } from '../../model/anchor.ts';
import type { Change } from '../../model/change.ts';
import { GROUP_TARGET } from '../../model/groupAttributes.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { SourceGroup } from '../../model/source.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { needsFreshRead } from '../needsFreshRead.ts';
import type { Delivery } from '../provision.ts';
import { saveAnchor } from '../saveAnchor.ts';
import type { Trace } from '../trace.ts';
import { createGroup } from './createGroup.ts';
import { linkGroup } from './linkGroup.ts';
import { matchGroup } from './matchGroup.ts';
import { updateGroup } from './updateGroup.ts';

export interface ScopedGroup {
  readonly change: Change;
  readonly delivery: Delivery;
  readonly group: SourceGroup;
  /** Entra ids of the users in it. */
  readonly members: ReadonlySet<string>;
  readonly anchor: StoredAnchor | undefined;
}

/** What should be in Slack. */
export interface DesiredGroup {
  readonly change: Change;
  /** Absent where the mapping gives none that Slack would take: the present name stays. */
  readonly displayName: string | undefined;
  /** Entra ids; absent where members are not provisioned. */
  readonly members: ReadonlySet<string> | undefined;
}

/** `lastOutcome` of a group that someone has deleted in Slack, where such drift is only reported. */
const DELETED_IN_SLACK = 'drift:deleted';

/** A group that should be in Slack: created, adopted, updated, or left as it is. */
export async function provisionScopedGroup(
  given: ScopedGroup,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { change, delivery, group, anchor } = given;
  const { configuration, target, anchors, clock } = dependencies;
  const { mapping, policy } = configuration.groups;
  const mapped = mapping.map(group, { now: clock.now() });
  if (mapped.ignoreObject) {
    trace.add('processing', 'skipped', { reason: 'IgnoreObjectFlow' });
    return trace.end('skipped', { code: 'IgnoreObjectFlow', reason: 'An expression asked to leave this group alone.' });
  }
  const [failure] = mapped.failures;
  if (failure && (!anchor || failure.code !== 'AttributeValidationFailed')) {
    const isRefused = failure.code === 'AttributeValidationFailed';
    trace.add('processing', isRefused ? 'skipped' : 'failure', { failures: mapped.failures });
    return trace.end(isRefused ? 'skipped' : 'failed', { code: failure.code, reason: failure.message });
  }
  const name = mapped.attributes[GROUP_TARGET.displayName];
  const desired: DesiredGroup = {
    change,
    displayName: typeof name === 'string' ? name.trim() : undefined,
    members: mapping.mapsMembers ? given.members : undefined,
  };
  if (!anchor) return provisionUnlinked(given, desired, false, trace, dependencies);

  const isReturning = !anchor.active || anchor.retired;
  if (!isReturning && !needsFreshRead(change, delivery, anchor, dependencies)) {
    return updateGroup({ anchor, retried: delivery.retried }, desired, trace, dependencies);
  }
  const shown = await target.readGroup(anchor.slackId);
  if (shown) return updateGroup({ anchor, retried: delivery.retried, shown }, desired, trace, dependencies);
  trace.add('matching', 'success', { result: 'gone', slackId: anchor.slackId, basis: 'anchor' });
  if (policy.drift === 'report' && anchor.active && !anchor.uncertain) {
    trace.isRepeated = anchor.lastOutcome === DELETED_IN_SLACK;
    trace.commit = () => saveAnchor(anchor, { lastOutcome: DELETED_IN_SLACK }, dependencies);
    const reason = 'Someone has deleted the group in Slack. It is not made again, because groups.drift is "report".';
    return trace.end('skipped', { code: 'DeletedInSlack', reason, slackId: anchor.slackId });
  }
  await anchors.release(anchor);
  return provisionUnlinked(given, desired, true, trace, dependencies);
}

async function provisionUnlinked(
  { change, delivery, group }: ScopedGroup,
  mapped: DesiredGroup,
  lostLink: boolean,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { mapping, policy } = dependencies.configuration.groups;
  const attributes = { [GROUP_TARGET.displayName]: mapped.displayName ?? null };
  const unmatchable = mapping.matching.length > 0 && missingMatchValue(mapping.matching, attributes);
  if (unmatchable) {
    trace.add('matching', 'skipped', { ...unmatchable });
    return trace.end('skipped', { code: unmatchable.code, reason: unmatchable.message });
  }
  const filled = mapped.displayName ?? mapping.defaults[GROUP_TARGET.displayName];
  if (typeof filled !== 'string') {
    const reason = 'Slack requires a name, and the mapping of displayName gives none. Name the group in Entra.';
    trace.add('processing', 'failure', { code: 'MandatoryFieldsMissing', reason });
    return trace.end('failed', { code: 'MandatoryFieldsMissing', reason });
  }
  const desired = { ...mapped, displayName: filled };
  const look = { change, retried: delivery.retried || lostLink, id: group.id, displayName: filled };
  const match = await matchGroup(look, trace, dependencies);
  if (match.type === 'refused') return match.outcome;
  if (match.type === 'found') return linkGroup(match, desired, trace, dependencies);
  if (!policy.actions.includes('create')) {
    const reason = 'Creating is switched off in groups.actions.';
    trace.add('processing', 'skipped', { code: 'ActionNotAllowed', reason });
    return trace.end('skipped', { code: 'ActionNotAllowed', reason });
  }
  return createGroup(desired, trace, dependencies);
}
