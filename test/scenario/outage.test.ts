import { afterEach, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const mailOf = (name: string) => `${name}@contoso.example`;
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** What an administrator would compare: who is there, with which title, active or not. */
const shown = (name: string) => {
  const account = scenario.account(mailOf(name));
  return account ? [name, account.title, account.active] : [name];
};

it('100 changes made while the app is down, none of them notified later, are all in Slack after its start and a sweep', {
  timeout: 60_000,
}, async () => {
  scenario = await startScenario();
  const { directory } = scenario.graph;
  const before = {
    updated: names('updated', 44),
    disabled: names('disabled', 6),
    gone: names('gone', 6),
    away: names('away', 4),
  };
  const everybody = Object.values(before).flat();
  const idOf = new Map(
    everybody.map((name) => [name, scenario.addPerson({ userPrincipalName: mailOf(name) })] as const),
  );
  const id = (name: string) => idOf.get(name) ?? '';
  await scenario.provision();
  expect(scenario.slack.workspace.size).toBe(60);

  await scenario.stopApp();
  scenario.graph.faults.dropNotifications = 1;
  const created = names('created', 40);
  for (const name of created) scenario.addPerson({ userPrincipalName: mailOf(name) });
  for (const name of before.updated) directory.patchUser(id(name), { jobTitle: 'Promoted' });
  for (const name of before.disabled) directory.patchUser(id(name), { accountEnabled: false });
  for (const name of before.gone) directory.deleteUser(id(name));
  for (const name of before.gone.slice(0, 3)) directory.purgeUser(id(name));
  for (const name of before.away) scenario.unassign(id(name));
  expect(scenario.slack.workspace.size).toBe(60);

  await scenario.startApp();
  await scenario.runTimer('sweep');
  await eventually(() => {
    expect(created.map(shown)).toEqual(created.map((name) => [name, 'Clerk', true]));
    expect(before.updated.map(shown)).toEqual(before.updated.map((name) => [name, 'Promoted', true]));
    const leavers = [...before.disabled, ...before.gone, ...before.away];
    expect(leavers.map(shown)).toEqual(leavers.map((name) => [name, 'Clerk', false]));
  }, 40_000);
  expect(scenario.slack.workspace.size).toBe(100);
});

it('changes whose notifications Graph could not deliver arrive when it tries again, before any sweep', async () => {
  scenario = await startScenario();
  const id = scenario.addPerson({ userPrincipalName: mailOf('ada') });
  await scenario.provision();
  await scenario.stopApp();
  await scenario.patchUser(id, { jobTitle: 'Patient' });
  await eventually(() => expect(scenario.graph.deliveries.at(-1)).toMatchObject({ status: 0 }));
  await scenario.startApp();
  await eventually(() => expect(shown('ada')).toEqual(['ada', 'Patient', true]));
});

it('a notification is answered 503 while it cannot be queued, and processed when Graph tries again', async () => {
  let isQueueFull = false;
  scenario = await startScenario({
    onQueueOperation: ({ name }) =>
      isQueueFull && name === 'send' ? { condition: 'amqp:resource-limit-exceeded', description: 'full' } : undefined,
  });
  const id = scenario.addPerson({ userPrincipalName: mailOf('ada') });
  await scenario.provision();
  isQueueFull = true;
  await scenario.patchUser(id, { jobTitle: 'Queued' });
  await eventually(() => expect(scenario.graph.deliveries.at(-1)).toMatchObject({ status: 503 }));
  isQueueFull = false;
  await eventually(() => expect(shown('ada')).toEqual(['ada', 'Queued', true]));
});

it('a change is not lost when the connections to Service Bus break', async () => {
  scenario = await startScenario();
  const id = scenario.addPerson({ userPrincipalName: mailOf('ada') });
  await scenario.provision();
  scenario.stack.serviceBus.dropConnections();
  await scenario.patchUser(id, { jobTitle: 'Connected' });
  await eventually(() => expect(shown('ada')).toEqual(['ada', 'Connected', true]));
});
