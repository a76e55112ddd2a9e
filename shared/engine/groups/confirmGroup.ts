import type { GroupMembership } from '../../model/anchor.ts';
import { GROUP_TARGET } from '../../model/groupAttributes.ts';
import type { ModifiedProperty, Outcome } from '../../model/outcome.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { hasFailed, owedOutcome, reservedRemovals, updateOutcome } from '../owedOutcome.ts';
import { saveAnchor } from '../saveAnchor.ts';
import type { Trace } from '../trace.ts';
import { membersModified, nameModified } from './modifiedProperties.ts';
import type { DesiredGroup } from './provisionScopedGroup.ts';
import type { GroupPlan, LinkedGroup } from './updateGroup.ts';

/**
 * Nothing is to be written. What is known is written down where it was not, and what an earlier try has changed without living to
 * tell is reported now.
 */
export async function confirmGroup(
  linked: LinkedGroup,
  { members }: GroupPlan,
  { displayName }: DesiredGroup,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { anchor, shown } = linked;
  const { slackId, lastOutcome } = anchor;
  const unreported = unreportedChanges(linked, members?.after);
  const done = updateOutcome(anchor);
  const type = done === 'updated' && unreported.length === 0 ? 'unchanged' : done;
  const name = shown?.displayName ?? displayName;
  const isNamed = name === undefined || name === anchor.snapshot[GROUP_TARGET.displayName];
  const isKnown =
    anchor.active &&
    !(anchor.uncertain || anchor.retired || hasFailed(anchor)) &&
    owedOutcome(anchor) === undefined &&
    reservedRemovals(anchor) === 0 &&
    !lastOutcome.startsWith('drift:') &&
    isNamed &&
    sameMembership(members?.after, anchor.members);
  const save = () =>
    saveAnchor(
      anchor,
      {
        active: true,
        uncertain: false,
        retired: false,
        snapshot: name === undefined ? anchor.snapshot : { [GROUP_TARGET.displayName]: name },
        ...(members ? { members: members.after } : {}),
        lastOutcome: type,
      },
      dependencies,
    );
  if (type === 'unchanged') {
    if (!isKnown) await save();
    return trace.end('unchanged', { slackId });
  }
  trace.commit = save;
  return trace.end(type, { slackId, modified: unreported });
}

/** What Slack shows as it should be and the anchor does not know: written by a try that ended before the log, or by the creation. */
function unreportedChanges(
  { anchor, retried, shown }: LinkedGroup,
  after: GroupMembership | undefined,
): readonly ModifiedProperty[] {
  const owed = owedOutcome(anchor);
  const isOwed = retried || anchor.uncertain || owed !== undefined || reservedRemovals(anchor) > 0;
  if (!shown || !isOwed) return [];
  const written = anchor.snapshot[GROUP_TARGET.displayName];
  const isNew = owed === 'created';
  const name = isNew || shown.displayName !== written ? [nameModified(isNew ? null : written, shown.displayName)] : [];
  const known = new Set(anchor.members?.written);
  const isIn = new Set(after?.written);
  const added = [...isIn].filter((id) => !known.has(id));
  const removed = [...known].filter((id) => !isIn.has(id));
  return [
    ...(owed === 'adopted' ? [] : name),
    ...membersModified(isNew ? shown.memberIds : owed ? [] : added, removed),
  ];
}

function sameMembership(one: GroupMembership | undefined, other: GroupMembership | undefined): boolean {
  if (!one || !other) return one === other;
  return (['written', 'awaited', 'refused'] as const).every((name) => sameIds(one[name], other[name]));
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const ids = new Set(one);
  return other.every((id) => ids.has(id));
}
