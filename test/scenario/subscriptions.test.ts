import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../infra/local/http/server.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
beforeAll(async () => {
  scenario = await startScenario();
  await scenario.provision();
});
afterAll(() => scenario.close());

let count = 0;
const ada = () => scenario.account(`ada.lovelace${count}@contoso.example`);

/** Another Ada, provisioned, with both subscriptions in order. */
async function withAda(): Promise<string> {
  count += 1;
  const id = scenario.addPerson({ userPrincipalName: `ada.lovelace${count}@contoso.example` });
  await scenario.fullCycle();
  await scenario.idle();
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

  it('after Graph says that it missed some, are renewed, and the same sweep finds what was missed', async () => {
    const id = await withAda();
    scenario.graph.faults.dropNotifications = 1;
    await scenario.patchUser(id, { jobTitle: 'Missed' });
    scenario.graph.faults.dropNotifications = 0;
    expect(await scenario.graph.sendLifecycle(subscriptionOf('users')?.id ?? '', 'missed')).toBe(202);
    const start = scenario.graph.requests.length;
    await scenario.runTimer('sweep');
    await eventually(() => expect(ada()?.title).toBe('Missed'));
    const renewed = scenario.graph.requests
      .slice(start)
      .filter(({ method, path }) => method === 'PATCH' && /subscr/.test(path));
    expect(renewed).toHaveLength(2);
    await expectNotified(id, 'Heard again');
  });

  it('whose clientState was rotated are made anew by the next sweep, and notifications with the old one are not taken', async () => {
    const id = await withAda();
    const before = subscriptionIds();
    await scenario.stopApp();
    Object.assign(scenario.stack.settings, { GRAPH_CLIENT_STATE: 'rotated-secret' });
    await scenario.startApp();
    await scenario.patchUser(id, { jobTitle: 'Unheard' });
    await scenario.idle();
    expect(ada()?.title).toBe('Clerk');
    await scenario.runTimer('sweep');
    expect(subscriptionIds()).toHaveLength(2);
    expect(subscriptionIds().filter((one) => before.includes(one))).toEqual([]);
    await eventually(() => expect(ada()?.title).toBe('Unheard'));
    await expectNotified(id, 'Heard again');
    expect(await quietSweep()).toEqual([]);
  });

  it('that are in order are left alone by the sweep', async () => {
    await withAda();
    expect(await quietSweep()).toEqual([]);
  });

  it('of another deployment that signs in as the same app are replaced once; when they come back, they are left to it and that is said', async () => {
    const id = await withAda();
    const other = await startServer(({ url }) => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: url.searchParams.get('validationToken') ?? '',
    }));
    /** What the other deployment's renewal does. */
    const takeOver = async () => {
      for (const resource of ['users', 'groups']) {
        await dropAtGraph(subscriptionOf(resource)?.id ?? '');
        const expirationDateTime = new Date(Date.now() + 86_400_000).toISOString();
        const body = {
          resource,
          changeType: 'updated,deleted',
          notificationUrl: other.url,
          clientState: 'x',
          expirationDateTime,
        };
        const answer = await fetch(`${scenario.graph.url}/v1.0/subscriptions`, {
          method: 'POST',
          headers: { authorization: 'Bearer other', 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        expect(answer.status).toBe(201);
      }
    };
    try {
      await takeOver();
      await scenario.runTimer('renewSubscriptions');
      await expectNotified(id, 'Ours again');
      await takeOver();
      const { replaced, secretDigest } = (await scenario.readJob('subscriptionSetup')) ?? {};
      const at = new Date(Date.now() - 3_600_000).toISOString();
      await scenario.writeJob('subscriptionSetup', {
        ...{ secretDigest: secretDigest ?? '', replaced: { url: replaced?.url ?? '', at } },
      });
      await expect(scenario.runTimer('renewSubscriptions')).rejects.toThrow(
        /Another deployment .* identity of its own/,
      );
      expect(scenario.graph.subscriptions().map(({ notificationUrl }) => notificationUrl)).toEqual([
        other.url,
        other.url,
      ]);
      await scenario.patchUser(id, { jobTitle: 'Found' });
      await scenario.runTimer('sweep').catch(() => undefined);
      await eventually(() => expect(ada()?.title).toBe('Found'));
    } finally {
      await other.close();
    }
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
