import { afterEach, describe, expect, it } from 'vitest';
import { notificationItem } from '../support/notificationItem.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

/** `person0@contoso.example` and so on, provisioned by the initial cycle. */
async function withPeople(count: number): Promise<readonly string[]> {
  scenario = await startScenario();
  const ids = Array.from({ length: count }, (_, index) => scenario.addPerson({ userPrincipalName: mailOf(index) }));
  await scenario.provision();
  expect(scenario.slack.workspace.size).toBe(count);
  return ids;
}

const mailOf = (index: number) => `person${index}@contoso.example`;

/** What Slack shows of the people: title and whether active. */
const shown = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const account = scenario.account(mailOf(index));
    return account && [account.title, account.active];
  });

describe('notifications', () => {
  it('that come twice and in any order converge to the last state, and no account is made twice', async () => {
    const ids = await withPeople(10);
    Object.assign(scenario.graph.faults, {
      duplicate: 1,
      reorder: true,
      reorderWindowMs: 200,
      notificationBatchSize: 3,
    });
    for (let round = 0; round < 5; round += 1) {
      for (const id of ids) scenario.graph.directory.patchUser(id, { jobTitle: `Round ${round}` });
      const [first = ''] = ids;
      scenario.graph.directory.patchUser(first, { accountEnabled: round % 2 === 1 });
    }
    await scenario.idle();
    const deliveries = scenario.graph.deliveries.reduce((sum, { items }) => sum + items, 0);
    expect(deliveries).toBeGreaterThanOrEqual(2 * (5 * ids.length + 5));
    expect(shown(ids.length)).toEqual([[expect.any(String), false], ...ids.slice(1).map(() => ['Round 4', true])]);
    expect(scenario.slack.workspace.size).toBe(ids.length);
  });

  it('are processed although Graph throttles and fails for a while', { timeout: 60_000 }, async () => {
    const ids = await withPeople(6);
    // More than the client's own tries, so that messages have to come back too.
    Object.assign(scenario.graph.faults.throttle, { next: 6, retryAfter: '1', pathContains: '/users/' });
    Object.assign(scenario.graph.faults.serverErrors, { next: 30, status: 503, pathContains: '/users/' });
    for (const id of ids) scenario.graph.directory.patchUser(id, { jobTitle: 'After the storm' });
    await eventually(() => expect(shown(6)).toEqual(ids.map(() => ['After the storm', true])), 40_000);
    const statuses = scenario.graph.requests.map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(6);
    expect(statuses.filter((status) => status === 503)).toHaveLength(30);
  });

  it('with a wrong clientState are answered 202, not processed, and reported without saying whom they are about', async () => {
    const [id = ''] = await withPeople(1);
    scenario.graph.faults.dropNotifications = 1;
    scenario.graph.directory.patchUser(id, { jobTitle: 'Secret' });
    await scenario.idle();
    const linesBefore = scenario.hostLines.length;
    const sentBefore = scenario.stack.serviceBus.messages.send;
    expect(await scenario.notify([notificationItem(id, { clientState: 'guessed' })])).toBe(202);
    await eventually(() => expect(newLines(linesBefore)).toMatch(/Notification item 0 was ignored: wrong clientState/));
    expect(newLines(linesBefore)).not.toMatch(/guessed|person0|local-client-state/);
    expect(newLines(linesBefore)).not.toContain(id);
    expect(scenario.stack.serviceBus.messages.send).toBe(sentBefore);
    expect(scenario.account(mailOf(0))?.title).toBe('Clerk');
  });

  it('of which only some are genuine: those are processed, the others are reported', async () => {
    const [id = ''] = await withPeople(1);
    scenario.graph.faults.dropNotifications = 1;
    scenario.graph.directory.patchUser(id, { jobTitle: 'Genuine' });
    const linesBefore = scenario.hostLines.length;
    const items = [
      notificationItem(id, { clientState: 'guessed' }),
      { ...notificationItem(id), changeType: 'exploded' },
      { ...notificationItem(id), resource: 'Planets/9', resourceData: {} },
      notificationItem(id),
    ];
    expect(await scenario.notify(items)).toBe(202);
    await eventually(() => expect(scenario.account(mailOf(0))?.title).toBe('Genuine'));
    const reported = newLines(linesBefore).match(/Notification item \d was ignored: [^\n]+/g);
    expect(reported).toEqual([
      expect.stringContaining('item 0 was ignored: wrong clientState'),
      expect.stringContaining('item 1 was ignored: unknown change type'),
      expect.stringContaining('item 2 was ignored: unknown resource or id'),
    ]);
  });
});

const newLines = (from: number) => scenario.hostLines.slice(from).join('\n');
