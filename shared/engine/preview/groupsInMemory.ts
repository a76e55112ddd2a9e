import { ProvisioningError } from '../../errors/provisioningError.ts';
import { groupNameKey } from '../../model/groupAttributes.ts';
import type { TargetGroup } from '../../model/target.ts';
import type { Target } from '../../ports/target.ts';
import { NEW_OBJECT } from './newObject.ts';

type GroupMethods = Pick<
  Target,
  'readGroup' | 'findGroups' | 'createGroup' | 'updateGroup' | 'deleteGroup' | 'listGroups'
>;

/**
 * Slack's groups as they are listed, with changes in memory only: those that matter whole, of all others the name.
 * @param wanted Slack ids of those that matter
 */
export async function groupsInMemory(real: Target, wanted: ReadonlySet<string>): Promise<GroupMethods> {
  const groups = new Map<string, TargetGroup>();
  const idsByName = new Map<string, Set<string>>();
  const take = ({ slackId, displayName }: TargetGroup): void => {
    const ids = idsByName.get(groupNameKey(displayName)) ?? new Set();
    idsByName.set(groupNameKey(displayName), ids.add(slackId));
  };
  for await (const page of real.listGroups()) {
    for (const group of page) {
      take(group);
      if (wanted.has(group.slackId)) groups.set(group.slackId, group);
    }
  }
  const readGroup = async (slackId: string) => groups.get(slackId) ?? real.readGroup(slackId);
  const keep = (group: TargetGroup): TargetGroup => {
    groups.set(group.slackId, group);
    take(group);
    return group;
  };
  let created = 0;

  return {
    readGroup,
    findGroups: async (displayName) => {
      const ids = [...(idsByName.get(groupNameKey(displayName)) ?? [])];
      const found = await Promise.all(ids.map(readGroup));
      return found.filter(
        (group) => group !== undefined && groupNameKey(group.displayName) === groupNameKey(displayName),
      ) as readonly TargetGroup[];
    },
    createGroup: async ({ displayName, memberIds }) => {
      created += 1;
      return keep({ slackId: `${NEW_OBJECT}group-${created}`, displayName, memberIds: [...memberIds] });
    },
    updateGroup: async (slackId, { displayName, add, remove }) => {
      const group = await readGroup(slackId);
      if (!group) throw new ProvisioningError('gone', 'no_such_group', 'Slack does not know this group.');
      const members = new Set([...group.memberIds, ...add]);
      for (const id of remove) members.delete(id);
      return keep({ ...group, displayName: displayName ?? group.displayName, memberIds: [...members] });
    },
    deleteGroup: async (slackId) => {
      groups.delete(slackId);
    },
    listGroups: () => real.listGroups(),
  };
}
