import type { Scenario } from '../support/scenario.ts';

/** What happened in Slack that no end state shows. */
export interface Witness {
  /** Slack ids of accounts, as often as they were disabled. */
  readonly disabled: readonly string[];
  /** `group/account`, by Slack ids: members who were taken out of a group while their account was active. */
  readonly takenOut: readonly string[];
}

/** Sees every change of the workspace from now on, whatever request made it. */
export function watchSlack({ slack: { workspace } }: Scenario): Witness {
  const disabled: string[] = [];
  const takenOut: string[] = [];
  const saveAccount = workspace.save.bind(workspace);
  workspace.save = (account) => {
    if (workspace.user(account.id)?.active && !account.active) disabled.push(account.id);
    return saveAccount(account);
  };
  const { groups } = workspace;
  const saveGroup = groups.save.bind(groups);
  groups.save = (group) => {
    for (const member of groups.get(group.id)?.memberIds ?? []) {
      if (!group.memberIds.has(member) && workspace.user(member)?.active) takenOut.push(`${group.id}/${member}`);
    }
    return saveGroup(group);
  };
  return { disabled, takenOut };
}
