import { isProvisioningError } from '../../../shared/errors/provisioningError.ts';
import { TARGET } from '../../../shared/model/targetAttributes.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import type { Target } from '../../../shared/ports/target.ts';
import type { ExchangeRecorder } from '../../../shared/slack/connection/recordExchanges.ts';
import { after, eventually } from './eventually.ts';
import { type Observation, observe } from './observations.ts';
import { runGroupTest } from './runGroupTest.ts';
import { createStepLog, type StepLog } from './stepLog.ts';
import type { TestAccount } from './testAccount.ts';

export interface WriteTestOptions {
  readonly target: Target;
  /** Sees what the target sends. */
  readonly recorder: ExchangeRecorder;
  readonly clock: Clock;
  readonly account: TestAccount;
  readonly version: 'v1' | 'v2';
}

export interface WriteReport {
  readonly account: TestAccount & { readonly slackId?: string };
  /** The account could not be disabled: a person has to. */
  readonly isLeftActive: boolean;
  readonly steps: readonly ConnectionCheck[];
  readonly observations: readonly Observation[];
}

/** Slack's own Java library polls for about ten seconds after a deactivation. */
const READ_LAG_SECONDS = 20;

/**
 * Plays the life of one account through the app's own client: create, find, refuse a double, change, group, disable.
 * Whatever happens in between, the account is disabled at the end.
 */
export async function runWriteTest(options: WriteTestOptions): Promise<WriteReport> {
  const { recorder, clock, account, version } = options;
  const log = createStepLog(recorder, clock);
  let isLeftActive = false;
  const slackId = await createAccount(log, options);
  if (slackId !== undefined) {
    await findAccount(log, slackId, options);
    await refuseDouble(log, options);
    await changeAccount(log, slackId, options);
    await runGroupTest(log, slackId, options);
    isLeftActive = !(await disableAccount(log, slackId, options));
  }
  return {
    account: { ...account, ...(slackId !== undefined && { slackId }) },
    isLeftActive,
    steps: log.steps,
    observations: observe(recorder.exchanges, version),
  };
}

const isTaken = (error: unknown): boolean => isProvisioningError(error, 'conflict') && error.code === 'email_taken';

async function createAccount(log: StepLog, { target, account }: WriteTestOptions): Promise<string | undefined> {
  const attributes = {
    [TARGET.userName]: account.userName,
    [TARGET.email]: account.email,
    [TARGET.externalId]: account.userName,
    displayName: 'SCIM doctor',
    'name.givenName': 'SCIM',
    'name.familyName': 'Doctor',
    title: 'Test account, not a person',
  };
  const slackId = await log.run('create', async () => {
    const created = await target.createUser(attributes);
    if (created.active)
      return { message: `${account.userName} was created as ${created.slackId}.`, value: created.slackId };
    return {
      result: 'failed',
      message: `${created.slackId} was created, but deactivated.`,
      value: created.slackId,
    };
  });
  if (slackId !== undefined) return slackId;
  // Its answer may be lost: an account that exists must not stay active.
  const [found] = await target.findUsers('email', account.email).catch(() => []);
  return found?.slackId;
}

async function findAccount(log: StepLog, slackId: string, options: WriteTestOptions): Promise<void> {
  const { target, clock, account } = options;
  for (const by of ['email', 'userName'] as const) {
    await log.run(`find by ${by}`, async () => {
      const seconds = await eventually(clock, READ_LAG_SECONDS, async () => {
        return (await target.findUsers(by, account[by])).some((user) => user.slackId === slackId);
      });
      if (seconds !== undefined) return { message: `Slack finds the account by ${by}${after(seconds)}.` };
      return { result: 'failed', message: `Slack does not find the new account by ${by}, so that matching fails.` };
    });
  }
}

async function refuseDouble(log: StepLog, { target, account }: WriteTestOptions): Promise<void> {
  const double = { [TARGET.userName]: `${account.userName.slice(0, -1)}_`, [TARGET.email]: account.email };
  const second = await log.run('refuse a double', async () => {
    try {
      const { slackId } = await target.createUser(double);
      return { result: 'failed', message: `Slack made a second account for the address: ${slackId}.`, value: slackId };
    } catch (error) {
      if (!isTaken(error)) throw error;
      const holder = isProvisioningError(error) ? error.existingId : undefined;
      return { message: `Slack refuses a second account for the address${holder ? ` and names ${holder}` : ''}.` };
    }
  });
  if (second === undefined) return;
  await log.run('disable the second account', async () => {
    await target.disableUser(second);
    return { message: `${second} is disabled.` };
  });
}

/** Active in the answer too: in April 2024 writes that meant something else deactivated people. */
async function changeAccount(log: StepLog, slackId: string, { target, clock }: WriteTestOptions): Promise<void> {
  await log.run('change the title', async () => {
    const changes = { title: 'Test account, changed' };
    const returned = await target.updateUser(slackId, { changes, resulting: changes });
    if (!returned.active) {
      return { result: 'failed', message: 'The answer shows the account as deactivated, by a change of its title.' };
    }
    const seconds = await eventually(clock, READ_LAG_SECONDS, async () => {
      const read = await target.readUser(slackId);
      return read?.active === true && read.attributes.title === changes.title;
    });
    if (seconds !== undefined)
      return { message: `The title was changed, and the account stays active${after(seconds)}.` };
    return { result: 'failed', message: 'Slack does not show the new title on an active account.' };
  });
  await log.run('change the display name', async () => {
    const changes = { displayName: 'SCIM doctor, changed' };
    try {
      await target.updateUser(slackId, { changes, resulting: changes });
      return { message: 'Display names can be changed from outside.' };
    } catch (error) {
      if (!isProvisioningError(error) || error.code !== 'invalid_display_name') throw error;
      return {
        message:
          'Display names can be set at creation only, as members may change theirs: keep "apply": "onCreate" in the mapping.',
      };
    }
  });
}

/** @returns whether Slack shows the account as disabled */
async function disableAccount(log: StepLog, slackId: string, { target, clock }: WriteTestOptions): Promise<boolean> {
  const isDisabled = await log.run('disable', async () => {
    await target.disableUser(slackId);
    const seconds = await eventually(clock, READ_LAG_SECONDS, async () => {
      return (await target.readUser(slackId))?.active === false;
    });
    if (seconds !== undefined) return { message: `The account is disabled${after(seconds)}.`, value: true };
    return { result: 'failed', message: `After ${READ_LAG_SECONDS} s Slack still shows the account as active.` };
  });
  await log.run('disable again', async () => {
    await target.disableUser(slackId);
    return { message: 'Disabling a disabled account is accepted.' };
  });
  return isDisabled === true;
}
