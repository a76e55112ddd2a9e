import { ProvisioningError } from '../../errors/provisioningError.ts';
import type { TargetGroup, TargetUser } from '../../model/target.ts';
import { TARGET } from '../../model/targetAttributes.ts';
import type { Target } from '../../ports/target.ts';
import { NEW_OBJECT } from './newObject.ts';
import { emptied, taken } from './slackInMemory.ts';

/**
 * Slack for the rehearsal of one object: whatever is asked is read from the real Slack, what is written stays in memory. Other
 * than `slackInMemory` it lists nothing, and finds out whether a name is taken by looking for it.
 */
export function slackForOne(real: Target): Target {
  const users = new Map<string, TargetUser>();
  const groups = new Map<string, TargetGroup>();
  const readUser = async (slackId: string) => users.get(slackId) ?? real.readUser(slackId);
  const readGroup = async (slackId: string) => groups.get(slackId) ?? real.readGroup(slackId);
  const keepUser = (user: TargetUser): TargetUser => {
    users.set(user.slackId, user);
    return user;
  };
  const keepGroup = (group: TargetGroup): TargetGroup => {
    groups.set(group.slackId, group);
    return group;
  };

  return {
    canonical: (attributes) => real.canonical(attributes),
    readUser,
    findUsers: (by, value) => real.findUsers(by, value),
    listUsers: () => real.listUsers(),
    createUser: async (attributes) => {
      const canonical = real.canonical(attributes);
      const [email, userName] = [canonical[TARGET.email], canonical[TARGET.userName]].map((value) =>
        String(value ?? ''),
      );
      const [holder] = email ? await real.findUsers('email', email) : [];
      if (holder) throw taken('email_taken', holder.slackId);
      const [namesake] = userName ? await real.findUsers('userName', userName) : [];
      if (namesake) throw taken('username_taken', namesake.slackId);
      const known = {
        slackId: `${NEW_OBJECT}1`,
        active: true,
        userName: userName ?? '',
        emails: email ? [email] : [],
      };
      return keepUser({ ...known, attributes: canonical, type: 'member' });
    },
    updateUser: async (slackId, { changes, activate }) => {
      const user = await readUser(slackId);
      if (!user) throw new ProvisioningError('gone', 'no_such_user', 'Slack does not know this account.');
      const canonical = real.canonical(changes);
      if (canonical[TARGET.email] === null) throw emptied('missing_primary_email');
      if (canonical[TARGET.userName] === null) throw emptied('username_empty');
      const active = user.active || activate === true;
      return keepUser({ ...user, active, attributes: { ...user.attributes, ...canonical } });
    },
    disableUser: async (slackId) => {
      const user = await readUser(slackId);
      if (user) keepUser({ ...user, active: false });
    },

    readGroup,
    findGroups: (displayName) => real.findGroups(displayName),
    listGroups: () => real.listGroups(),
    createGroup: async ({ displayName, memberIds }) => {
      const [namesake] = await real.findGroups(displayName);
      if (!namesake) return keepGroup({ slackId: `${NEW_OBJECT}1`, displayName, memberIds });
      const reason = 'Another Slack group has this name.';
      throw new ProvisioningError('conflict', 'name_already_exists', reason, { existingId: namesake.slackId });
    },
    updateGroup: async (slackId, { displayName, add, remove }) => {
      const group = await readGroup(slackId);
      if (!group) throw new ProvisioningError('gone', 'no_such_group', 'Slack does not know this group.');
      const removed = new Set(remove);
      const memberIds = [...new Set([...group.memberIds, ...add])].filter((id) => !removed.has(id));
      return keepGroup({ ...group, memberIds, ...(displayName === undefined ? {} : { displayName }) });
    },
    deleteGroup: async (slackId) => {
      groups.delete(slackId);
    },
  };
}
