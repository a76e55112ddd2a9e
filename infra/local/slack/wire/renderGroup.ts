import type { Group } from '../state/group.ts';
import type { WorkspaceView } from '../state/workspaceView.ts';
import type { Urns } from './urns.ts';

export interface GroupContext {
  readonly urns: Urns;
  /** SCIM root, `http://127.0.0.1:7090/scim/v2`. */
  readonly root: string;
  /** Knows what the members are called. */
  readonly view: WorkspaceView;
}

/** A group as Slack shows it, with all its members. It has no `externalId`. */
export function renderGroup(
  { id, displayName, memberIds, created }: Group,
  { urns, root, view }: GroupContext,
): object {
  const members = [...memberIds].map((value) => ({ value, display: displayOf(value, view) }));
  return { schemas: [urns.group], id, displayName, members, meta: { created, location: `${root}/Groups/${id}` } };
}

function displayOf(id: string, view: WorkspaceView): string {
  const account = view.user(id);
  return account?.displayName || account?.userName || '';
}
