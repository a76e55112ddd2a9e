import { fileURLToPath } from 'node:url';
import { ServiceBusClient, type ServiceBusMessage } from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ServiceBusEmulator,
  startServiceBusEmulator,
} from '../../infra/local/serviceBus/startServiceBusEmulator.ts';
import { type ListeningHost, startHostProcess } from '../support/spawnFunctionHost.ts';

const APP = fileURLToPath(new URL('../support/hostApps/queues', import.meta.url));

let bus: ServiceBusEmulator;
let hosts: ListeningHost[];

beforeEach(async () => {
  hosts = [];
  await startBus();
});

afterEach(async () => {
  await Promise.all(hosts.map((host) => host.stop('SIGKILL')));
  await bus.close();
});

async function startBus(port = 0, lockDurationMs = 60_000): Promise<void> {
  bus = await startServiceBusEmulator({
    port,
    queues: [
      { name: 'changes', requiresSession: true, maxDeliveryCount: 3, lockDurationMs },
      { name: 'plain', maxDeliveryCount: 3, lockDurationMs },
    ],
  });
}

/** Settings that override host.json are given without their common prefix. */
async function startHost(serviceBus: Record<string, string> = {}): Promise<ListeningHost> {
  const overrides = Object.entries(serviceBus).map(([key, value]) => [
    `AzureFunctionsJobHost__extensions__serviceBus__${key}`,
    value,
  ]);
  const host = await startHostProcess(APP, [], {
    ServiceBusConnection: bus.connectionString,
    AzureWebJobsServiceBus: bus.connectionString,
    SESSION_QUEUE: 'changes',
    ...Object.fromEntries(overrides),
  });
  hosts.push(host);
  return host;
}

async function send(queue: string, ...messages: ServiceBusMessage[]): Promise<void> {
  const client = new ServiceBusClient(bus.connectionString);
  await client.createSender(queue).sendMessages(messages);
  await client.close();
}

interface Got {
  message: unknown;
  triggerMetadata: Record<string, unknown>;
}

/** What the function has written about each delivery. */
function parseGot(lines: string[]): Got[] {
  return lines.map((line) => JSON.parse(line.replace(/^.*\] got /, '')) as Got);
}

async function got(host: ListeningHost, fn: string, count = 1): Promise<Got[]> {
  return parseGot(await host.matches(new RegExp(` ${fn}\\] got `), count));
}

describe('the function host feeds Service Bus messages as the Functions host does', () => {
  it('gives the metadata the names and types of the real host, JSON literals in strings included', async () => {
    const host = await startHost();
    await send('changes', {
      body: 'hello',
      messageId: '12345',
      sessionId: 'user:1',
      correlationId: '0042',
      subject: 'a subject',
      contentType: 'text/plain',
      applicationProperties: { TenantId: 'T', retry: true },
    });
    const [delivery] = await got(host, 'sessions');
    expect(delivery?.message).toBe('hello');
    const metadata = delivery?.triggerMetadata ?? {};
    expect(metadata).toMatchObject({
      messageId: 12_345,
      sessionId: 'user:1',
      correlationId: '0042',
      subject: 'a subject',
      label: 'a subject',
      contentType: 'text/plain',
      deliveryCount: 1,
      sequenceNumber: expect.any(Number),
      lockToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
      applicationProperties: { tenantId: 'T', retry: true },
      userProperties: { tenantId: 'T', retry: true },
    });
    expect(metadata.enqueuedTimeUtc).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\d$/);
    expect(metadata.enqueuedTime).toBe(`${metadata.enqueuedTimeUtc}+00:00`);
    expect(metadata.expiresAtUtc).toMatch(/^\d{4}-\d\d-\d\dT/);
    for (const absent of ['to', 'replyTo', 'replyToSessionId', 'deadLetterSource', 'MessageId']) {
      expect(metadata).not.toHaveProperty(absent);
    }
  });

  it('adds the top-level properties of a JSON body to the metadata, over those of the same name', async () => {
    const host = await startHost();
    const body = { id: 'abc', attempt: 3, dry: true, list: [1], none: null, messageid: 'from the body' };
    await send('plain', { body, messageId: 'm-1' });
    const [delivery] = await got(host, 'plain');
    expect(delivery?.message).toEqual(body);
    expect(delivery?.triggerMetadata).toMatchObject({ id: 'abc', attempt: 3, dry: 'True', messageId: 'from the body' });
    expect(delivery?.triggerMetadata).not.toHaveProperty('list');
    expect(delivery?.triggerMetadata).not.toHaveProperty('none');
  });

  it('runs a queue function by hand through the admin interface', async () => {
    const host = await startHost();
    const response = await fetch(`${host.url}/admin/functions/plain?wait=true`, {
      method: 'POST',
      body: JSON.stringify({ input: '{"by":"hand"}' }),
    });
    expect(response.status).toBe(200);
    const [delivery] = await got(host, 'plain');
    expect(delivery).toMatchObject({ message: { by: 'hand' }, triggerMetadata: { deliveryCount: 0 } });
  });
});

describe.each([
  ['sessions', 'changes'],
  ['plain', 'plain'],
])('the function host settles messages of the function %s', (fn, queue) => {
  it('completes on return', async () => {
    const host = await startHost();
    await send(queue, { body: {}, sessionId: 's' });
    await host.line(new RegExp(` ${fn}\\] did `));
    await expect.poll(() => bus.messages.complete).toBe(1);
    expect(bus.queueDepth(queue)).toMatchObject({ active: 0, deadLetter: 0 });
  });

  it('abandons on throw, so that the message comes again with deliveryCount 2', async () => {
    const host = await startHost();
    await send(queue, { body: { failUntil: 2 }, sessionId: 's' });
    await host.line(new RegExp(` ${fn}\\] did `));
    expect((await got(host, fn)).map(({ triggerMetadata }) => triggerMetadata.deliveryCount)).toEqual([1, 2]);
    expect(host.lines.some((line) => line.includes(` error ${fn}] Error: failed at 1`))).toBe(true);
    expect(bus.messages.abandon).toBe(1);
  });

  it('renews locks for as long as a message takes', async () => {
    await bus.close();
    await startBus(0, 700);
    const host = await startHost();
    await send(queue, { body: { takes: 2_000 }, sessionId: 's' });
    await expect.poll(() => bus.messages.complete, { timeout: 10_000 }).toBe(1);
    expect(await got(host, fn)).toHaveLength(1);
  });

  it('only logs a settlement that fails because the lock was lost: the message comes again', async () => {
    await bus.close();
    await startBus(0, 300);
    const host = await startHost({ maxAutoLockRenewalDuration: '00:00:00' });
    await send(queue, { body: { takes: 900 }, sessionId: 's' });
    await host.line(/ warning host\] .*could not complete a message/);
    const deliveries = await got(host, fn, 2);
    expect(deliveries[1]?.triggerMetadata.deliveryCount).toBe(2);
  });
});

describe('the function host pumps sessions', () => {
  it('runs one message at a time within a session, in order, and sessions side by side', async () => {
    const host = await startHost();
    const messages = ['a', 'b', 'c'].flatMap((sessionId) =>
      [1, 2, 3, 4].map((n) => ({ body: { n, takes: 50 }, sessionId })),
    );
    await send('changes', ...messages);
    await host.matches(/ sessions\] did /, messages.length);
    const events = host.lines
      .map((line) => / sessions\] (got|did) (.*)$/.exec(line))
      .filter((match) => match !== null)
      .map(([, what, rest = '']) => {
        if (what === 'did') return { what, session: rest.split('/')[0] };
        const { message, triggerMetadata } = JSON.parse(rest) as Got;
        return { what: String((message as { n: number }).n), session: String(triggerMetadata.sessionId) };
      });
    for (const session of ['a', 'b', 'c']) {
      const own = events.filter((event) => event.session === session).map(({ what }) => what);
      expect(own).toEqual(['1', 'did', '2', 'did', '3', 'did', '4', 'did']);
    }
    let running = 0;
    const most = Math.max(...events.map(({ what }) => (running += what === 'did' ? -1 : 1)));
    expect(most).toBe(3);
  });

  it('holds no more sessions at a time than maxConcurrentSessions', async () => {
    const host = await startHost({ maxConcurrentSessions: '2' });
    await send('changes', ...['a', 'b', 'c', 'd', 'e'].map((sessionId) => ({ body: { takes: 200 }, sessionId })));
    await host.matches(/ sessions\] did /, 5);
    let running = 0;
    const counts = host.lines.map((line) => {
      if (/ sessions\] got /.test(line)) running += 1;
      if (/ sessions\] did /.test(line)) running -= 1;
      return running;
    });
    expect(Math.max(...counts)).toBe(2);
  });

  it('lets a session that keeps failing block itself until it is dead-lettered, and hands that to the next function', async () => {
    const host = await startHost();
    await send(
      'changes',
      { body: { n: 1, failUntil: 9 }, sessionId: 's', messageId: 'bad' },
      { body: { n: 2 }, sessionId: 's', messageId: 'good' },
    );
    const [dead] = await got(host, 'dead');
    expect(dead?.triggerMetadata).toMatchObject({
      messageId: 'bad',
      applicationProperties: { deadLetterReason: 'MaxDeliveryCountExceeded' },
    });
    await host.line(/ sessions\] did /);
    const order = (await got(host, 'sessions')).map(({ triggerMetadata }) => triggerMetadata.messageId);
    expect(order).toEqual(['bad', 'bad', 'bad', 'good']);
  });

  it('drains 160 sessions of one message in under 10 seconds with 32 sessions at a time and 1 s idle time', async () => {
    const host = await startHost({ maxConcurrentSessions: '32', sessionIdleTimeout: '00:00:01' });
    const messages = Array.from({ length: 160 }, (_, n) => ({ body: { n }, sessionId: `user:${n}` }));
    const startedAt = performance.now();
    await send('changes', ...messages);
    await host.matches(/ sessions\] did /, 160);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(new Set((await got(host, 'sessions')).map(({ triggerMetadata }) => triggerMetadata.sessionId)).size).toBe(
      160,
    );
    await expect.poll(() => bus.queueDepth('changes').active).toBe(0);
  }, 60_000);
});

describe('the function host survives trouble', () => {
  it('goes on after every connection has been cut', async () => {
    const host = await startHost();
    await send('changes', { body: { n: 1 }, sessionId: 'before' });
    await send('plain', { body: { n: 1 } });
    await host.line(/ sessions\] did before/);
    await host.line(/ plain\] did /);
    bus.dropConnections();
    await send('changes', { body: { n: 2 }, sessionId: 'after' });
    await send('plain', { body: { n: 2 } });
    await host.line(/ sessions\] did after/);
    await host.matches(/ plain\] did /, 2);
  });

  it('waits out a Service Bus that is away for a while', async () => {
    const host = await startHost();
    await send('changes', { body: {}, sessionId: 'before' });
    await host.line(/ sessions\] did before/);
    const { port } = bus;
    await bus.close();
    await host.line(/ warning host\] Queue 'changes'/);
    await startBus(port);
    await send('changes', { body: {}, sessionId: 'after' });
    await send('plain', { body: {} });
    await host.line(/ sessions\] did after/);
    await host.line(/ plain\] did /);
  }, 60_000);

  it('loses no message when it is killed: the next host gets it', async () => {
    await bus.close();
    await startBus(0, 1_000);
    const first = await startHost();
    await send('changes', { body: { takes: 60_000 }, sessionId: 's' });
    await got(first, 'sessions');
    expect(await first.stop('SIGKILL')).toBe('SIGKILL');
    const second = await startHost();
    const [delivery] = await got(second, 'sessions');
    expect(delivery?.triggerMetadata.sessionId).toBe('s');
  });

  it('on SIGTERM ends and settles what runs, takes nothing more, and exits with 0', async () => {
    const host = await startHost({ maxConcurrentSessions: '1' });
    await send('changes', { body: { n: 1, takes: 500 }, sessionId: 's' }, { body: { n: 2 }, sessionId: 's' });
    await got(host, 'sessions');
    expect(await host.stop('SIGTERM')).toBe(0);
    expect(host.lines.filter((line) => / sessions\] did /.test(line))).toHaveLength(1);
    expect(bus.messages.complete).toBe(1);
    expect(bus.queueDepth('changes').active).toBe(1);
  });
});
