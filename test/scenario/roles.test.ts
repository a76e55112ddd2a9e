import { afterEach, expect, it } from 'vitest';
import { DEMO_MSIAM_ACCESS_ROLE_ID } from '../../infra/local/demo/demoIds.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

it('roles come from the assignments, the person’s own and those of their groups, and follow them', async () => {
  const title = { target: 'title', source: 'Join(" and ", AppRoleAssignments([appRoleAssignments]))' };
  scenario = await startScenario({
    configure: ({ users, ...rest }) => {
      const others = users.mappings.filter(({ target }) => target !== title.target);
      return { ...rest, users: { ...users, mappings: [...others, title] } };
    },
  });
  const mail = (name: string) => `${name}@contoso.example`;
  const ada = scenario.addPerson({ userPrincipalName: mail('ada') });
  const ben = scenario.addPerson({ userPrincipalName: mail('ben') }, { assigned: false });
  const admins = scenario.addGroup('Admins', [ada, ben]);
  scenario.assign(admins, DEMO_MSIAM_ACCESS_ROLE_ID);
  await scenario.provision();
  const rolesOf = (name: string) => {
    const account = scenario.account(mail(name));
    return { title: account?.title, role: account?.profile?.role };
  };
  expect([rolesOf('ada'), rolesOf('ben')]).toEqual([
    { title: 'User and msiam_access', role: 'User' },
    { title: 'msiam_access', role: 'msiam_access' },
  ]);
  scenario.graph.directory.removeMembers(admins, [ada]);
  await eventually(() => expect(rolesOf('ada')).toEqual({ title: 'User', role: 'User' }));
});
