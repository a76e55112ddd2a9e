import type { SeedUser, TenantSeed } from '../graph/directory/tenantSeed.ts';
import { DEMO_SLACK_USERS_GROUP_ID } from './demoIds.ts';

/** An account that was in Slack before provisioning began. */
export interface DemoSlackAccount {
  readonly userName: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly active: boolean;
  readonly title?: string;
  readonly kind: 'member' | 'owner' | 'bot';
  /** What the account is there to show. */
  readonly note: string;
}

/** As people pick names in Slack: the start of the address, lower-case, at most 20 characters. */
function slackName(userPrincipalName: unknown): string {
  const localPart = String(userPrincipalName).split('@')[0] ?? '';
  return localPart
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '')
    .slice(0, 20);
}

function account(user: SeedUser, note: string, changes: Partial<DemoSlackAccount> = {}): DemoSlackAccount {
  const { userPrincipalName, mail, givenName, surname, jobTitle } = user.properties;
  return {
    userName: slackName(userPrincipalName),
    email: String(mail),
    givenName: String(givenName ?? ''),
    familyName: String(surname ?? ''),
    active: true,
    ...(typeof jobTitle === 'string' ? { title: jobTitle } : {}),
    kind: 'member',
    note,
    ...changes,
  };
}

const aliasOf = (user: SeedUser): string | undefined => {
  const addresses = Array.isArray(user.properties.proxyAddresses) ? user.properties.proxyAddresses : [];
  const alias = addresses.find(
    (address): address is string => typeof address === 'string' && address.startsWith('smtp:'),
  );
  return alias?.slice(5);
};

/**
 * About a dozen Slack accounts from before provisioning, most of them of people in the tenant who are in scope through
 * "Slack Users", and one owner and one bot, which provisioning must leave alone. A tenant of under 60 people may yield fewer.
 */
export function demoSlackAccounts(tenant: TenantSeed): DemoSlackAccount[] {
  const members = new Set(tenant.groups.find(({ id }) => id === DEMO_SLACK_USERS_GROUP_ID)?.memberIds);
  const inScope = tenant.users.filter(
    ({ id, properties, deletedDateTime }) =>
      members.has(id) && !deletedDateTime && typeof properties.mail === 'string' && properties.userType === 'Member',
  );
  const enabled = inScope.filter(({ properties }) => properties.accountEnabled === true);
  const withAlias = enabled.filter((user) => aliasOf(user) !== undefined).slice(0, 2);
  const plain = enabled.filter((user) => aliasOf(user) === undefined);
  const leaver = inScope.find(({ properties }) => properties.accountEnabled === false);
  const take = (index: number, make: (user: SeedUser) => DemoSlackAccount): DemoSlackAccount[] => {
    const user = plain[index];
    return user ? [make(user)] : [];
  };

  return [
    {
      userName: 'workspace.owner',
      email: 'workspace.owner@contoso.example',
      givenName: 'Workspace',
      familyName: 'Owner',
      active: true,
      kind: 'owner',
      note: 'primary owner, not in Entra',
    },
    {
      userName: 'deploybot',
      email: 'deploybot@contoso.example',
      givenName: 'Deploy',
      familyName: 'Bot',
      active: true,
      kind: 'bot',
      note: 'bot user of an app',
    },
    ...take(0, (user) => account(user, 'matches by mail')),
    ...take(1, (user) => account(user, 'matches by mail')),
    ...take(2, (user) => account(user, 'matches by mail, with an old title', { title: 'Intern' })),
    ...take(3, (user) =>
      account(user, 'matches by mail in other letter case', { email: String(user.properties.mail).toUpperCase() }),
    ),
    ...take(4, (user) =>
      account(user, 'matches by mail, under another user name', {
        userName: `old.name.${slackName(user.properties.givenName).slice(0, 6) || 'x'}`,
      }),
    ),
    ...take(5, (user) => account(user, 'deactivated, matches by mail', { active: false })),
    ...withAlias.map((user) =>
      account(user, 'matches by user name only; the e-mail is an alias of the person', { email: aliasOf(user) ?? '' }),
    ),
    ...take(6, (user) =>
      account(user, 'has the user name of someone in the tenant but belongs to a stranger', {
        email: 'someone.else@stranger.example',
        givenName: 'Someone',
        familyName: 'Else',
        title: 'Contractor',
      }),
    ),
    ...(leaver ? [account(leaver, 'still active, while disabled in Entra')] : []),
  ];
}
