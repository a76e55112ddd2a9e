import type { ModifiedProperty, Outcome } from '../model/outcome.ts';
import { compareAttributes, snapshotAfter } from '../plan/compareAttributes.ts';
import type { EngineDependencies } from './dependencies.ts';
import { owedOutcome, updateOutcome } from './owedOutcome.ts';
import type { DesiredUser } from './provisionMember.ts';
import { saveAnchor } from './saveAnchor.ts';
import type { Trace } from './trace.ts';
import { type LinkedAccount, withActivation } from './updateUser.ts';

/**
 * After a fresh read without differences: the snapshot is true again, and written only when it was not. What an earlier try
 * has changed without living to tell is reported now.
 */
export async function confirmAccount(
  linked: LinkedAccount,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { anchor } = linked;
  const { slackId, lastOutcome } = anchor;
  const unreported = unreportedChanges(linked, desired, dependencies);
  const done = updateOutcome(anchor);
  const type = done === 'updated' && unreported.length === 0 ? 'unchanged' : done;
  const snapshot = snapshotAfter(desired.attributes, anchor.snapshot, []);
  const references = { ...anchor.references, ...desired.references };
  const confirmed = { active: true, uncertain: false, disabledInSlack: false, retired: false, snapshot, references };
  const commit = () => saveAnchor(anchor, { ...confirmed, lastOutcome: type }, dependencies);
  if (type !== 'unchanged') {
    const earlier = { slackId, result: 'written by an earlier try of the same change' };
    if (linked.isNew) trace.add('export', 'skipped', { slackId, reason: 'The account is right as it is.' });
    else trace.add('export', 'success', earlier);
    trace.commit = commit;
    return trace.end(type, { slackId, modified: unreported });
  }
  const isKnown =
    anchor.active &&
    !(anchor.uncertain || anchor.disabledInSlack || anchor.retired) &&
    lastOutcome !== 'failed' &&
    owedOutcome(anchor) === undefined &&
    sameRecord(snapshot, anchor.snapshot) &&
    sameRecord(references, anchor.references);
  if (!isKnown) await commit();
  return trace.end('unchanged', { slackId });
}

/** What Slack shows as it should be and the anchor does not know: written by a try that ended before the log. */
function unreportedChanges(
  { anchor, retried, isNew }: LinkedAccount,
  { attributes }: DesiredUser,
  { configuration }: EngineDependencies,
): readonly ModifiedProperty[] {
  if (isNew) return [];
  if (updateOutcome(anchor) === 'created') {
    return Object.entries(anchor.snapshot).map(([name, value]) => ({ name, old: null, new: value }));
  }
  if (!retried && !anchor.uncertain && owedOutcome(anchor) === undefined) return [];
  const modified = compareAttributes(attributes, anchor.snapshot, anchor.snapshot, configuration.users.mapping.rule);
  return withActivation(modified, !anchor.active);
}

function sameRecord(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
