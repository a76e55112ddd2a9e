import { describe, expect, it } from 'vitest';
import { createDemoTenant } from '../../infra/local/demo/createDemoTenant.ts';
import {
  DEMO_SLACK_CONTRACTORS_GROUP_ID,
  DEMO_SLACK_SERVICE_PRINCIPAL_ID,
  DEMO_SLACK_USERS_GROUP_ID,
  DEMO_USER_ROLE_ID,
} from '../../infra/local/demo/demoIds.ts';
import { demoSlackAccounts } from '../../infra/local/demo/demoSlackAccounts.ts';
import { startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';

const tenant = createDemoTenant();
const text = (value: unknown): string => String(value ?? '');
const localPart = (value: unknown): string => text(value).split('@')[0] ?? '';
const names = (property: string) => tenant.users.map((user) => user.properties[property]);
const count = (test: (properties: Readonly<Record<string, unknown>>) => boolean) =>
  tenant.users.filter((user) => test(user.properties)).length;

describe('the demo tenant', () => {
  it('is the same for the same seed and another one for another', () => {
    expect(createDemoTenant({ users: 60, seed: 7 })).toEqual(createDemoTenant({ users: 60, seed: 7 }));
    expect(createDemoTenant({ users: 60, seed: 7 })).not.toEqual(createDemoTenant({ users: 60, seed: 8 }));
  });

  it.each([0, 1, 5, 30, 300])('has exactly the %i users asked for, with unique ids and names', (users) => {
    const people = createDemoTenant({ users }).users;
    expect(people).toHaveLength(users);
    expect(new Set(people.map((user) => user.id)).size).toBe(users);
    expect(new Set(people.map((user) => text(user.properties.userPrincipalName).toLowerCase())).size).toBe(users);
  });

  it('has a tree of managers with one top', () => {
    const byId = new Map(tenant.users.map((user) => [user.id, user]));
    const chief = tenant.users[0];
    for (const user of tenant.users.filter((one) => one.managerId)) {
      let top = user;
      for (let depth = 0; top.managerId; depth += 1) {
        expect(depth).toBeLessThan(10);
        top = byId.get(top.managerId) ?? top;
      }
      expect(top.id).toBe(chief?.id);
    }
    expect(tenant.users.filter((user) => !user.managerId).length).toBeLessThan(6);
  });

  it('uses example domains only, and ASCII in addresses', () => {
    const domain = /@(contoso|fabrikam|partner|personal)\.example$/i;
    for (const { properties } of tenant.users) {
      const addresses = [
        properties.userPrincipalName,
        properties.mail,
        properties.proxyAddresses,
        properties.otherMails,
      ];
      for (const address of addresses.flat().filter((one) => one !== null && one !== undefined)) {
        expect(address).toMatch(domain);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII
        expect(address).toMatch(/^[\x00-\x7f]+$/);
      }
    }
    for (const account of demoSlackAccounts(tenant)) expect(account.email).toMatch(/\.example$/i);
  });

  it('has names with marks and in Japanese, Greek, Arabic and Cyrillic letters', () => {
    for (const script of [
      /[à-ž]/,
      /\p{Script=Han}/u,
      /\p{Script=Greek}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Cyrillic}/u,
    ]) {
      expect(names('displayName').some((name) => script.test(text(name)))).toBe(true);
    }
  });

  it('has the people that provisioning trips over', () => {
    const locals = names('userPrincipalName').map(localPart);
    expect(locals.some((name) => name.length > 21)).toBe(true);
    const short = locals.filter((name) => name.length > 20).map((name) => name.slice(0, 20));
    expect(new Set(short).size).toBeLessThan(short.length);
    expect(locals.filter((name) => name === 'sam.taylor')).toHaveLength(2);
    expect(
      count(({ userType, userPrincipalName }) => userType === 'Guest' && text(userPrincipalName).includes('#EXT#')),
    ).toBe(2);
    expect(count(({ accountEnabled }) => accountEnabled === false)).toBeGreaterThan(3);
    expect(count(({ mail }) => !mail)).toBeGreaterThan(1);
    expect(count(({ displayName }) => text(displayName).includes('@'))).toBe(1);
    expect(tenant.users.filter((user) => user.deletedDateTime)).toHaveLength(2);
  });

  it('has people in scope through groups, directly, by Default Access only, and not at all', () => {
    const direct = tenant.assignments.filter((one) => tenant.users.some((user) => user.id === one.principalId));
    expect(direct.filter((one) => one.appRoleId === DEMO_USER_ROLE_ID).length).toBeGreaterThan(5);
    expect(direct.filter((one) => one.appRoleId !== DEMO_USER_ROLE_ID)).toHaveLength(3);
    const slackUsers = tenant.groups.find((group) => group.id === DEMO_SLACK_USERS_GROUP_ID);
    expect(slackUsers?.memberIds.length).toBeGreaterThan(100);
    expect(slackUsers?.memberIds).toContain(DEMO_SLACK_CONTRACTORS_GROUP_ID);
    const inAGroup = new Set(tenant.groups.slice(0, 3).flatMap((group) => group.memberIds));
    const unassigned = tenant.users.filter(
      (user) =>
        !inAGroup.has(user.id) &&
        !direct.some((one) => one.principalId === user.id) &&
        user.properties.department !== 'Engineering',
    );
    expect(unassigned.length).toBeGreaterThan(5);
  });

  it('is taken by the simulator, with a dynamic group that its rule fills', async () => {
    const graph = await startGraphSimulator({ tenant });
    const groups = tenant.groups.map((group) => graph.directory.group(group.id)?.members.size ?? 0);
    const assigned = graph.directory.userIds().flatMap((id) => graph.directory.assignmentsOf(id));
    await graph.close();
    expect(Math.min(...groups)).toBeGreaterThan(5);
    expect(assigned.every((one) => one.resourceId === DEMO_SLACK_SERVICE_PRINCIPAL_ID)).toBe(true);
  });
});

describe('the Slack accounts of the demo', () => {
  const accounts = demoSlackAccounts(tenant);
  const mails = new Set(names('mail').map((mail) => text(mail).toLowerCase()));
  const members = accounts.filter((account) => account.kind === 'member');

  it('are about a dozen with unique names and addresses, one owner and one bot among them', () => {
    expect(accounts).toHaveLength(12);
    expect(new Set(accounts.map((account) => account.userName)).size).toBe(12);
    expect(new Set(accounts.map((account) => account.email.toLowerCase())).size).toBe(12);
    expect(accounts.filter((account) => account.kind === 'owner')).toHaveLength(1);
    expect(accounts.filter((account) => account.kind === 'bot')).toHaveLength(1);
    expect(accounts.every((account) => account.userName.length <= 21)).toBe(true);
  });

  it('match people by mail, or by an alias of theirs, or by the name alone when they belong to a stranger', () => {
    const byMail = members.filter((account) => mails.has(account.email.toLowerCase()));
    expect(byMail.length).toBeGreaterThan(5);
    const aliases = new Set(
      names('proxyAddresses')
        .flatMap((addresses) => (Array.isArray(addresses) ? addresses : []))
        .map((one) => text(one).slice(5)),
    );
    expect(members.filter((account) => aliases.has(account.email) && !mails.has(account.email))).toHaveLength(2);
    const stranger = members.filter((account) => account.email.endsWith('@stranger.example'));
    expect(stranger).toHaveLength(1);
    expect(names('userPrincipalName').map(localPart)).toContain(stranger[0]?.userName);
    expect(members.filter((account) => !account.active)).toHaveLength(1);
  });
});
