import { afterAll, beforeAll, expect, it } from 'vitest';
import { notificationItem } from '../support/notificationItem.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';
import { Gateway } from './gateway.ts';

/** Every so many requests is one after which the app is killed; 1 for each of them. */
const STRIDE = Number(process.env.CHAOS_STRIDE ?? 6);

const gateway = new Gateway();
let scenario: Scenario;
let people: readonly string[];
let groupId: string;

beforeAll(async () => {
  scenario = await startScenario({
    interceptGraph: gateway.http('graph'),
    interceptSlack: gateway.http('slack'),
    interceptTables: gateway.http('tables'),
    onQueueOperation: gateway.onQueueOperation,
  });
  people = ['ada', 'ben', 'cy'].map((name) => scenario.addPerson({ userPrincipalName: `${name}@contoso.example` }));
  groupId = scenario.addGroup('Guild', people.slice(0, 2));
  scenario.assign(groupId);
  await scenario.provision();
  await scenario.idle();
  // Each change is told by one message, the test's own.
  scenario.graph.faults.dropNotifications = 1;
});
afterAll(() => scenario.close());

/** Names and members of all groups in Slack. */
const groupsInSlack = () =>
  scenario.slack.workspace.groups
    .all()
    .map(({ displayName, memberIds }) => [
      displayName,
      [...memberIds].map((id) => scenario.slack.workspace.user(id)?.userName).sort(),
    ]);

/** Renames the group, and takes one member out for another: one change of three requests to Slack or fewer. */
function changeGroup(round: number): unknown {
  const { directory } = scenario.graph;
  const [out, stays, comes] = [0, 1, 2].map((place) => people[(round + place) % 3] as string) as [
    string,
    string,
    string,
  ];
  directory.patchGroup(groupId, { displayName: `Guild ${round}` });
  directory.removeMembers(groupId, [out]);
  directory.addMembers(groupId, [comes]);
  const names = [stays, comes].map((id) => String(directory.user(id)?.properties.displayName)).sort();
  return [[`Guild ${round}`, names]];
}

function expectChanged(right: unknown): void {
  expect(groupsInSlack()).toEqual(right);
  expect(scenario.stack.serviceBus.queueDepth('changes').active).toBe(0);
}

/** One change, and a death after some of the app's requests. @returns whether it came to that */
async function changeAndKill(round: number, after: number): Promise<boolean> {
  let death: Promise<void> | undefined;
  gateway.kill = () => {
    death = scenario.stopApp('SIGKILL');
  };
  const right = changeGroup(round);
  gateway.doom({ after, isCarriedOut: true });
  // The answer is lost when the app dies before it gives one: then Graph tells it again.
  const told = await scenario.notify([notificationItem(groupId, { kind: 'group' })]).catch(() => 0);
  await eventually(() => {
    if (!death) expectChanged(right);
  });
  await gateway.spare();
  if (!death) return false;
  await death;
  await scenario.startApp();
  if (told !== 202) await scenario.notify([notificationItem(groupId, { kind: 'group' })]);
  await eventually(() => expectChanged(right));
  return true;
}

it('killed after any request of a group change, the app ends with the group as it should be, and only one', {
  timeout: 60_000 * (6 / STRIDE),
}, async () => {
  let round = 0;
  let after = 1 + (Date.now() % STRIDE);
  while (await changeAndKill(round, after)) {
    round += 1;
    after += STRIDE;
  }
  expect(after).toBeGreaterThan(15);
});
