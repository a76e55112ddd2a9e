import { randomUUID } from 'node:crypto';
import { ServiceBusClient, type ServiceBusMessage } from '@azure/service-bus';
import { afterEach, describe, expect, it } from 'vitest';
import { createEscrowStore } from '../../shared/store/escrowStore.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { eventually, type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
let client: ServiceBusClient | undefined;
afterEach(async () => {
  await client?.close();
  await scenario.close();
});

const queue = () => {
  client = new ServiceBusClient(scenario.stack.serviceBus.connectionString);
  return client;
};
const BY_HAND = { deadLetterReason: 'RemovedByOperator', deadLetterErrorDescription: 'It was in the way.' };
const depth = () => scenario.stack.serviceBus.queueDepth('changes');
const escrows = () => createEscrowStore(createTables({ connectionString: scenario.tables.connectionString }));

function messageFor(id: string, body: unknown = { v: 1, kind: 'user', id, cause: 'notification', attempt: 0 }) {
  return { sessionId: `user:${id}`, messageId: `m-user-${id}-${randomUUID()}-0`, body } satisfies ServiceBusMessage;
}

interface Listed {
  readonly items: readonly { readonly id: string }[];
}

async function getJson(path: string): Promise<Listed> {
  const answer = await fetch(`${scenario.stack.functionsUrl}/api/${path}`);
  return (await answer.json()) as Listed;
}

async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${scenario.stack.functionsUrl}/api/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** Ada, provisioned, while the app is down. */
async function adaWithAppDown(): Promise<string> {
  scenario = await startScenario();
  const id = scenario.addPerson({ userPrincipalName: 'ada@contoso.example', displayName: 'Ada Lovelace' });
  await scenario.provision();
  await scenario.stopApp();
  return id;
}

/** Waits for the failure in Ada's log and answers it. */
function failureOf(id: string) {
  return eventually(async () => {
    const last = (await scenario.logOf(id)).at(-1);
    expect(last?.type).toBe('failed');
    expect(depth()).toMatchObject({ active: 0, deadLetter: 0 });
    return last;
  });
}

describe('a dead-lettered message', () => {
  it('after ten deliveries is recorded, and its object comes up again by the sweep', async () => {
    const id = await adaWithAppDown();
    await queue().createSender('changes').sendMessages(messageFor(id));
    // A worker that dies ten times over the same message.
    const session = await queue().acceptSession('changes', `user:${id}`);
    for (let delivery = 1; delivery <= 10; delivery++) {
      const [message] = await session.receiveMessages(1);
      if (!message) throw new Error(`There is no delivery ${delivery}.`);
      await session.abandonMessage(message);
    }
    await session.close();
    expect(depth()).toMatchObject({ active: 0, deadLetter: 1 });

    await scenario.startApp();
    const entry = await failureOf(id);
    expect(entry).toMatchObject({ code: 'DeadLettered', cause: 'notification', sourceId: id });
    expect(entry?.reason).toMatch(/MaxDeliveryCountExceeded.*tried again/);
    const escrow = await escrows().read('user', id);
    expect(escrow).toMatchObject({ code: 'DeadLettered', attempts: 1 });
    expect(Date.parse(escrow?.nextAttemptAt ?? '')).toBeGreaterThan(Date.now());

    if (escrow) await escrows().put({ ...escrow, nextAttemptAt: new Date().toISOString() });
    await scenario.runTimer('sweep');
    const retried = await eventually(async () => {
      const last = (await scenario.logOf(id)).at(-1);
      expect(last?.cause).toBe('retry');
      return last;
    });
    expect(retried?.type).toBe('unchanged');
    await eventually(async () => expect(await escrows().read('user', id)).toBeUndefined());
  });

  it('put there by hand is recorded with the reason that was given', async () => {
    const id = await adaWithAppDown();
    await queue().createSender('changes').sendMessages(messageFor(id));
    const session = await queue().acceptSession('changes', `user:${id}`);
    const [message] = await session.receiveMessages(1);
    if (message) await session.deadLetterMessage(message, BY_HAND);
    await session.close();
    await scenario.startApp();
    expect((await failureOf(id))?.reason).toContain('RemovedByOperator');
  });

  it('of a cycle counts as a failure, so that the cycle ends', async () => {
    scenario = await startScenario({ settings: { 'AzureWebJobs.processChange.Disabled': 'true' } });
    const id = scenario.addPerson({ userPrincipalName: 'ada@contoso.example' });
    await scenario.runTimer('fullCycle');
    const session = await eventually(() => queue().acceptSession('changes', `user:${id}`));
    const [message] = await session.receiveMessages(1);
    if (message) await session.deadLetterMessage(message, BY_HAND);
    await session.close();
    await failureOf(id);
    await scenario.runTimer('sweep');
    expect((await scenario.status()).cycle).toMatchObject({ phase: 'ended', planned: 1, done: 0, failed: 1 });
  });
});

describe('the administrator’s routes', () => {
  it('list what fails and what is dead, and put it back on request', async () => {
    const id = await adaWithAppDown();
    await queue().createSender('changes').sendMessages(messageFor(id));
    const session = await queue().acceptSession('changes', `user:${id}`);
    const [message] = await session.receiveMessages(1);
    if (message) await session.deadLetterMessage(message, BY_HAND);
    await session.close();
    await scenario.startApp();
    await failureOf(id);
    await scenario.runTimer('sweep');
    expect(await scenario.status()).toMatchObject({ deadLetters: { open: 1 }, escrows: { count: 1 } });
    expect((await getJson('escrows')).items).toMatchObject([
      { kind: 'user', id, code: 'DeadLettered', attempts: 1, nextAttemptAt: expect.any(String), isLinked: true },
    ]);
    const { items } = await getJson('deadletters');
    expect(items).toMatchObject([{ change: { kind: 'user', id }, reason: 'RemovedByOperator', state: 'open' }]);

    const answer = await post('deadletters', { decision: 'putBack', ids: [items[0]?.id] });
    expect(answer).toEqual({ decided: 1, unreadable: [], unknown: [] });
    await eventually(async () => expect((await scenario.logOf(id)).at(-1)?.type).toBe('unchanged'));
    await scenario.runTimer('sweep');
    expect(await scenario.status()).toMatchObject({ deadLetters: { open: 0 }, escrows: { count: 0 } });
  });
});

describe('messages that are no change', () => {
  it('are set aside with a line each that names nobody, and what comes behind them is processed', async () => {
    const change = { v: 1, kind: 'user', id: randomUUID(), cause: 'notification', attempt: 0 };
    const bodies = [
      'hello',
      '',
      { ...change, v: 2 },
      { ...change, kind: 'device' },
      { ...change, id: 'ada@contoso.example' },
    ];
    const id = await adaWithAppDown();
    scenario.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    await queue()
      .createSender('changes')
      .sendMessages([...bodies.map((body) => ({ ...messageFor(id), body })), messageFor(id)]);
    await scenario.startApp();
    await eventually(() => {
      expect(scenario.account('ada@contoso.example')?.title).toBe('Countess');
      expect(depth()).toMatchObject({ active: 0, deadLetter: 0 });
    });
    await eventually(() => {
      const dropped = scenario.hostLines.filter((line) => line.includes('cannot be read'));
      expect(dropped).toHaveLength(bodies.length);
      expect(dropped.join()).not.toContain('contoso');
    });
    const { items } = await getJson('deadletters?state=open');
    expect(items).toHaveLength(bodies.length);
    for (const item of items) expect(item).toMatchObject({ change: null, state: 'open', reason: expect.any(String) });
  });
});
