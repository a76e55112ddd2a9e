import { findMemberProblem, refuseTooManyIds, refuseTooManyMembers } from '../rules/groupMembers.ts';
import { readGroupName, requireFreeGroupName } from '../rules/groupName.ts';
import { refuseLinkedGroup, refuseProtectedGroup } from '../rules/protectGroup.ts';
import type { Group } from '../state/group.ts';
import { SlackError } from '../state/slackError.ts';
import type { Workspace } from '../state/workspace.ts';
import type { GroupEdit } from './groupEdit.ts';
import type { WriteRights } from './settleAccount.ts';

/** @throws SlackError `no_such_group` */
export function requireGroup(workspace: Workspace, id: string): Group {
  const group = workspace.groups.get(id);
  if (!group) throw new SlackError('no_such_group');
  return group;
}

/** POST: a new group, empty unless members are given. */
export function createGroup(workspace: Workspace, edits: readonly GroupEdit[], rights: WriteRights): Group {
  return settleGroup(workspace, undefined, applyEdits(workspace.groups.newGroup(''), edits), rights);
}

/** PUT: the name and the whole list of members, which is empty when it is missing. */
export function replaceGroup(
  workspace: Workspace,
  id: string,
  edits: readonly GroupEdit[],
  rights: WriteRights,
): Group {
  const before = requireGroup(workspace, id);
  const blank = { ...before, displayName: '', memberIds: new Set<string>() };
  return settleGroup(workspace, before, applyEdits(blank, edits), rights);
}

/** PATCH: all edits, in order. */
export function patchGroup(workspace: Workspace, id: string, edits: readonly GroupEdit[], rights: WriteRights): Group {
  const before = requireGroup(workspace, id);
  return settleGroup(workspace, before, applyEdits(before, edits), rights);
}

/** DELETE: for good. The people stay. */
export function deleteGroup(workspace: Workspace, id: string): void {
  const group = requireGroup(workspace, id);
  refuseProtectedGroup(group);
  refuseLinkedGroup(group);
  workspace.groups.delete(id);
}

/** Adding a member and removing a stranger change nothing (undocumented; assumed). */
function applyEdits(group: Group, edits: readonly GroupEdit[]): Group {
  refuseTooManyIds(edits.reduce((sum, edit) => sum + (edit.kind === 'rename' ? 0 : edit.memberIds.length), 0));
  let displayName: unknown = group.displayName;
  let memberIds = new Set(group.memberIds);
  for (const edit of edits) {
    if (edit.kind === 'rename') displayName = edit.displayName;
    else if (edit.kind === 'replace') memberIds = new Set(edit.memberIds);
    else for (const id of edit.memberIds) edit.kind === 'add' ? memberIds.add(id) : memberIds.delete(id);
  }
  return { ...group, displayName: readGroupName(displayName), memberIds };
}

/** Checks the rules that look at the whole group, then stores it. Nothing is stored when one fails, unless so set up. */
function settleGroup(workspace: Workspace, before: Group | undefined, draft: Group, rights: WriteRights): Group {
  if (before) refuseProtectedGroup(before);
  if (draft.displayName !== before?.displayName) requireFreeGroupName(draft, workspace);
  const added = [...draft.memberIds].filter((id) => !before?.memberIds.has(id));
  const problems = new Map(added.map((id) => [id, findMemberProblem(id, workspace)]));
  const problem = [...problems.values()].find((candidate) => candidate !== undefined);
  if (problem && workspace.settings.groupWrites === 'allOrNothing') throw new SlackError(problem);
  const memberIds = new Set([...draft.memberIds].filter((id) => !problems.get(id)));
  refuseTooManyMembers(before?.memberIds.size ?? 0, memberIds.size, workspace, rights.isEnterprise);
  const group = workspace.groups.save({ ...draft, memberIds });
  if (problem) throw new SlackError(problem);
  return group;
}
