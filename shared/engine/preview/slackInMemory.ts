import { ProvisioningError } from '../../errors/provisioningError.ts';
import type { Attributes } from '../../model/attributes.ts';
import type { TargetUser } from '../../model/target.ts';
import { TARGET } from '../../model/targetAttributes.ts';
import type { Target } from '../../ports/target.ts';
import { groupsInMemory } from './groupsInMemory.ts';
import { NEW_OBJECT } from './newObject.ts';

/**
 * Slack as it is listed, with changes in memory only: the accounts that matter whole, of all others who has which name and
 * address. What it does not know is read from the real Slack; nothing is ever written there.
 * @param wanted Slack ids of the accounts that matter
 */
export async function slackInMemory(real: Target, wanted: ReadonlySet<string>): Promise<Target> {
  const accounts = new Map<string, TargetUser>();
  const holders = { email: new Map<string, string>(), userName: new Map<string, string>() };
  const take = (account: TargetUser): void => {
    for (const email of account.emails) holders.email.set(email, account.slackId);
    holders.userName.set(account.userName.toLowerCase(), account.slackId);
  };
  for await (const page of real.listUsers()) {
    for (const account of page) {
      take(account);
      if (wanted.has(account.slackId)) accounts.set(account.slackId, account);
    }
  }

  const readUser = async (slackId: string) => accounts.get(slackId) ?? real.readUser(slackId);
  const refuseEmptied = (attributes: Attributes): void => {
    if (attributes[TARGET.email] === null) throw emptied('missing_primary_email');
    if (attributes[TARGET.userName] === null) throw emptied('username_empty');
  };
  const refuseTaken = (attributes: Attributes, ownId?: string): void => {
    const email = holderOf(holders.email, attributes[TARGET.email]);
    if (email !== undefined && email !== ownId) throw taken('email_taken', email);
    const userName = holderOf(holders.userName, attributes[TARGET.userName]);
    if (userName !== undefined && userName !== ownId) throw taken('username_taken', userName);
  };
  const keep = (account: TargetUser): TargetUser => {
    accounts.set(account.slackId, account);
    take(account);
    return account;
  };
  let created = 0;

  return {
    canonical: (attributes) => real.canonical(attributes),
    readUser,
    findUsers: async (by, value) => {
      const slackId = holders[by].get(value.trim().toLowerCase());
      const account = slackId === undefined ? undefined : await readUser(slackId);
      return account ? [account] : [];
    },
    createUser: async (attributes) => {
      const canonical = real.canonical(attributes);
      refuseTaken(canonical);
      created += 1;
      const [userName, email] = [canonical[TARGET.userName], canonical[TARGET.email]].map(String);
      const slackId = `${NEW_OBJECT}${created}`;
      return keep({
        slackId,
        active: true,
        userName: userName ?? '',
        emails: [email ?? ''],
        attributes: canonical,
        type: 'member',
      });
    },
    updateUser: async (slackId, { changes, activate }) => {
      const account = await readUser(slackId);
      if (!account) throw new ProvisioningError('gone', 'no_such_user', 'Slack does not know this account.');
      const canonical = real.canonical(changes);
      refuseEmptied(canonical);
      refuseTaken(canonical, slackId);
      const attributes = { ...account.attributes, ...canonical };
      return keep({ ...account, active: account.active || activate === true, attributes });
    },
    disableUser: async (slackId) => {
      const account = await readUser(slackId);
      if (account) keep({ ...account, active: false });
    },
    listUsers: () => real.listUsers(),
    ...(await groupsInMemory(real, wanted)),
  };
}

function holderOf(holders: ReadonlyMap<string, string>, value: Attributes[string] | undefined): string | undefined {
  return typeof value === 'string' ? holders.get(value.toLowerCase()) : undefined;
}

export function taken(code: 'email_taken' | 'username_taken', existingId: string): ProvisioningError {
  const what = code === 'email_taken' ? 'e-mail address' : 'user name';
  return new ProvisioningError('conflict', code, `Another Slack account has this ${what}.`, { existingId });
}

/** As Slack's client refuses it before it asks Slack. */
export function emptied(code: 'missing_primary_email' | 'username_empty'): ProvisioningError {
  const what = code === 'username_empty' ? 'user name' : 'primary e-mail address';
  return new ProvisioningError('invalid', code, `An account cannot be left without its ${what}.`);
}
