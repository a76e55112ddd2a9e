import { afterEach, describe, expect, it } from 'vitest';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

const ADA_MAIL = 'ada.lovelace@contoso.example';
const ada = () => scenario.account(ADA_MAIL);

async function withAda(): Promise<string> {
  scenario = await startScenario();
  const id = scenario.addPerson({ userPrincipalName: ADA_MAIL });
  await scenario.provision();
  expect(subscriptionIds()).toHaveLength(2);
  return id;
}

const subscriptionIds = () => scenario.graph.subscriptions().map(({ id }) => id);
const subscriptionOf = (resource: string) => scenario.graph.subscriptions().find((one) => one.resource === resource);

/** Graph drops a subscription: it has expired, or an administrator removed it. */
async function dropAtGraph(id: string): Promise<void> {
  const answer = await fetch(`${scenario.graph.url}/v1.0/subscriptions/${id}`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer person' },
  });
  expect(answer.status).toBe(204);
}

async function expectNotified(id: string, jobTitle: string): Promise<void> {
  await scenario.patchUser(id, { jobTitle });
  await eventually(() => expect(ada()?.title).toBe(jobTitle));
  // The log is written after Slack.
  await eventually(async () => {
    const last = (await scenario.logOf(id)).at(-1);
    expect(last?.modifiedProperties).toContainEqual(expect.objectContaining({ name: 'title', new: jobTitle }));
    expect(last?.cause).toBe('notification');
  });
}

describe('subscriptions', () => {
  it('one that has expired is made anew by the sweep, which also finds what was missed', async () => {
    const id = await withAda();
    const expired = subscriptionOf('users');
    await dropAtGraph(expired?.id ?? '');
    await scenario.writeJob('subscription-users', {
      id: expired?.id ?? '',
      resource: 'users',
      notificationUrl: expired?.notificationUrl ?? '',
      expiresAt: new Date(Date.now() - 60_000).toISOString(),
    });
    await scenario.patchUser(id, { jobTitle: 'Missed' });
    await scenario.idle();
    expect(ada()?.title).toBe('Clerk');
    await scenario.runTimer('sweep');
    expect(subscriptionIds()).toHaveLength(2);
    expect(subscriptionOf('users')?.id).not.toBe(expired?.id);
    await eventually(() => expect(ada()?.title).toBe('Missed'));
    await expectNotified(id, 'Heard again');
  });

  it('those that vanished without a word are made anew by renewSubscriptions', async () => {
    const id = await withAda();
    const before = subscriptionIds();
    for (const subscription of before) await dropAtGraph(subscription);
    await scenario.runTimer('renewSubscriptions');
    expect(subscriptionIds()).toHaveLength(2);
    expect(subscriptionIds().filter((one) => before.includes(one))).toEqual([]);
    await expectNotified(id, 'Heard again');
  });

  it('one that Graph says it removed is made anew by the next sweep', async () => {
    const id = await withAda();
    const removed = subscriptionOf('users')?.id ?? '';
    expect(await scenario.graph.sendLifecycle(removed, 'subscriptionRemoved')).toBe(202);
    await dropAtGraph(removed);
    await scenario.runTimer('sweep');
    expect(subscriptionIds()).toHaveLength(2);
    expect(subscriptionIds()).not.toContain(removed);
    await expectNotified(id, 'Heard again');
  });

  it('one that has to be reauthorised is renewed by the next sweep, and what was held back arrives', async () => {
    const id = await withAda();
    const paused = subscriptionOf('users');
    scenario.graph.pauseSubscription(paused?.id ?? '');
    expect(await scenario.graph.sendLifecycle(paused?.id ?? '', 'reauthorizationRequired')).toBe(202);
    await scenario.runTimer('sweep');
    expect(subscriptionOf('users')).toMatchObject({ id: paused?.id, isPaused: false });
    await expectNotified(id, 'Heard again');
    expect(await quietSweep()).toEqual([]);
  });

  it('that are in order are left alone by the sweep', async () => {
    await withAda();
    expect(await quietSweep()).toEqual([]);
  });
});

/** The requests of a sweep about subscriptions. */
async function quietSweep(): Promise<readonly string[]> {
  const start = scenario.graph.requests.length;
  await scenario.runTimer('sweep');
  return scenario.graph.requests
    .slice(start)
    .map(({ method, path }) => `${method} ${path}`)
    .filter((line) => line.includes('subscriptions'));
}
