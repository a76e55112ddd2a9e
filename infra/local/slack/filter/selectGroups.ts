import type { Group } from '../state/group.ts';
import type { WorkspaceView } from '../state/workspaceView.ts';
import { compareText } from './compareText.ts';
import type { Filter } from './parseFilter.ts';
import { select } from './select.ts';

/** The groups that a filter on `displayName` picks, oldest first. */
export function selectGroups(view: WorkspaceView, filter: Filter): readonly Group[] {
  return select(filter, {
    all: () => view.groups(),
    lookUp: ({ operator, value }) => (operator === 'eq' ? view.groupsNamed(value) : undefined),
    matches: (group, comparison) => compareText(group.displayName, comparison),
  });
}
