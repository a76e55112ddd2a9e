import type { Clock } from '../../../shared/ports/clock.ts';
import type { Target } from '../../../shared/ports/target.ts';
import { after, eventually } from './eventually.ts';
import type { StepLog } from './stepLog.ts';
import type { TestAccount } from './testAccount.ts';

interface GroupTestOptions {
  readonly target: Target;
  readonly clock: Clock;
  readonly account: TestAccount;
}

/** Groups are read with a delay too. */
const READ_LAG_SECONDS = 10;

/** A group with the test account in it: create, empty, delete. Deleting leaves the member alone. */
export async function runGroupTest(log: StepLog, memberId: string, options: GroupTestOptions): Promise<void> {
  const { target, clock } = options;
  const groupId = await createGroup(log, memberId, options);
  if (groupId === undefined) return;
  const showsMembers = (expected: string) =>
    eventually(clock, READ_LAG_SECONDS, async () => (await target.readGroup(groupId))?.memberIds.join() === expected);

  await log.run('read the group', async () => {
    const seconds = await showsMembers(memberId);
    if (seconds !== undefined) return { message: `The account is its only member${after(seconds)}.` };
    return { result: 'failed', message: 'Slack does not show the account as its only member.' };
  });
  await log.run('remove the member', async () => {
    await target.updateGroup(groupId, { add: [], remove: [memberId] });
    const seconds = await showsMembers('');
    if (seconds !== undefined) return { message: `The group is empty${after(seconds)}.` };
    return { result: 'failed', message: 'Slack still shows members.' };
  });
  await log.run('delete the group', async () => {
    await target.deleteGroup(groupId);
    return { message: `${groupId} is deleted.` };
  });
}

async function createGroup(
  log: StepLog,
  memberId: string,
  { target, account }: GroupTestOptions,
): Promise<string | undefined> {
  const displayName = account.userName;
  const groupId = await log.run('create a group', async () => {
    const { slackId } = await target.createGroup({ displayName, memberIds: [memberId] });
    return { message: `${displayName} was created as ${slackId}.`, value: slackId };
  });
  if (groupId !== undefined) return groupId;
  // Its answer may be lost, and nobody wants to keep it.
  const [found] = await target.findGroups(displayName).catch(() => []);
  return found?.slackId;
}
