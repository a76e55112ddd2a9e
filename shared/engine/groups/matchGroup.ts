import type { MatchedBy } from '../../model/anchor.ts';
import type { Change } from '../../model/change.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { TargetGroup } from '../../model/target.ts';
import { readCreationNote } from '../creationUnderway.ts';
import type { EngineDependencies } from '../dependencies.ts';
import type { Trace } from '../trace.ts';

export type GroupMatch =
  | { readonly type: 'none' }
  | { readonly type: 'found'; readonly group: TargetGroup; readonly by: MatchedBy }
  | { readonly type: 'refused'; readonly outcome: Outcome };

export interface GroupToMatch {
  readonly change: Change;
  readonly retried: boolean;
  readonly id: string;
  readonly displayName: string;
}

/**
 * Finds the Slack group of a group without an anchor: the one that an unfinished creation has left behind, or one of the same
 * name where the mapping matches by it. Slack does not promise that names are unique, so several hits are left to a person.
 */
export async function matchGroup(
  { change, retried, id, displayName }: GroupToMatch,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<GroupMatch> {
  const { target, configuration } = dependencies;
  const unfinished = await readCreationNote('group', id, dependencies);
  const isMatched = configuration.groups.mapping.matching.length > 0;
  if (unfinished === undefined && !retried && (change.candidate === null || !isMatched)) {
    const basis = isMatched ? 'listing of the full cycle' : 'no matching attribute';
    trace.add('matching', 'success', { result: 'none', basis });
    return { type: 'none' };
  }
  const names = [...(unfinished === undefined ? [] : [unfinished]), ...(isMatched ? [displayName] : [])];
  for (const name of new Set(names)) {
    const hits = await target.findGroups(name);
    const free: TargetGroup[] = [];
    const owners: string[] = [];
    for (const group of hits) {
      const owner = await ownerOf(group, id, dependencies);
      if (owner === undefined) free.push(group);
      else owners.push(owner);
    }
    const slackIds = hits.map(({ slackId }) => slackId);
    const query = { by: 'displayName', value: name, hits: slackIds, confirmed: free.map(({ slackId }) => slackId) };
    const [only, ...others] = free;
    if (only && others.length === 0) {
      trace.add('matching', 'success', { result: 'found', slackId: only.slackId, queries: [query] });
      return { type: 'found', group: only, by: name === unfinished ? 'created' : 'displayName' };
    }
    if (only) return { type: 'refused', outcome: ambiguous(query.confirmed, name, trace) };
    if (owners.length > 0 && isMatched) return { type: 'refused', outcome: taken(slackIds, owners, trace) };
  }
  trace.add('matching', 'success', { result: 'none', queries: names.map((value) => ({ by: 'displayName', value })) });
  return { type: 'none' };
}

/** The other Entra group that a Slack group belongs to. One that has left the scope or is deleted holds on to it no longer. */
async function ownerOf(
  { slackId }: TargetGroup,
  id: string,
  { anchors }: EngineDependencies,
): Promise<string | undefined> {
  const owner = await anchors.ownerOf('group', slackId);
  if (owner === undefined || owner === id) return undefined;
  return (await anchors.read('group', owner))?.active === true ? owner : undefined;
}

function ambiguous(slackIds: readonly string[], name: string, trace: Trace): Outcome {
  trace.add('matching', 'skipped', { result: 'ambiguous', by: 'displayName', value: name, hits: slackIds });
  return trace.end('skipped', {
    code: 'DuplicateTargetEntries',
    reason: `${slackIds.length} Slack groups are named "${name}": ${slackIds.join(', ')}. Rename all but the one that is meant.`,
  });
}

function taken(slackIds: readonly string[], owners: readonly string[], trace: Trace): Outcome {
  trace.add('matching', 'failure', { hits: slackIds, owners });
  return trace.end('failed', {
    code: 'DuplicateSourceEntries',
    reason: `Slack group ${slackIds.join(', ')} is linked to Entra group ${owners.join(', ')}. Two groups may not carry the same name.`,
  });
}
