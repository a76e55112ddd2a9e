import type { ServiceBusReceivedMessage, ServiceBusSessionReceiver } from '@azure/service-bus';
import { describe, expect, it } from 'vitest';
import { BRIEFLY, bodies, only, startFixture } from './serviceBusFixture.ts';

const LOCK = 300_000;

async function fixtureWith(...sent: readonly [sessionId: string, body: unknown][]) {
  const fixture = await startFixture();
  const sender = fixture.client.createSender('changes');
  let ids = 0;
  const send = (sessionId: string, body: unknown, more = {}) =>
    sender.sendMessages({ sessionId, body, messageId: `m-${++ids}`, ...more });
  for (const [sessionId, body] of sent) await send(sessionId, body);
  return { ...fixture, send, depth: () => fixture.emulator.queueDepth('changes') };
}

const next = async (session: ServiceBusSessionReceiver) => only(await session.receiveMessages(1));

describe('taking a session', () => {
  it('by name locks it: another receiver is refused until it is closed', async () => {
    const { client, newClient, now } = await fixtureWith(['s', 1]);
    const session = await client.acceptSession('changes', 's');
    expect(session.sessionId).toBe('s');
    expect(Math.abs(session.sessionLockedUntilUtc.getTime() - now() - LOCK)).toBeLessThan(5_000);
    const other = newClient();
    await expect(other.acceptSession('changes', 's')).rejects.toMatchObject({ code: 'SessionCannotBeLocked' });
    await session.close();
    expect((await other.acceptSession('changes', 's')).sessionId).toBe('s');
  });

  it('by name works without messages, for those to come', async () => {
    const { client, send } = await fixtureWith();
    const session = await client.acceptSession('changes', 's');
    const waiting = session.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
    await send('s', 'came later');
    expect(bodies(await waiting)).toEqual(['came later']);
  });

  it('next gives one that is free and has messages, each to one receiver', async () => {
    const { client } = await fixtureWith(['a', 1], ['b', 2], ['a', 3]);
    const [first, second] = [await client.acceptNextSession('changes'), await client.acceptNextSession('changes')];
    expect([first.sessionId, second.sessionId].sort()).toEqual(['a', 'b']);
  });

  it('next fails with a timeout when none comes within the time of the client', async () => {
    const { newClient } = await fixtureWith();
    const started = Date.now();
    await expect(newClient(400).acceptNextSession('changes')).rejects.toMatchObject({ code: 'ServiceTimeout' });
    expect(Date.now() - started).toBeGreaterThan(300);
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  it('next is woken by a message', async () => {
    const { client, send } = await fixtureWith();
    const waiting = client.acceptNextSession('changes');
    await send('s', 1);
    expect(bodies(await (await waiting).receiveMessages(1))).toEqual([1]);
  });

  it('next is woken by a session that becomes free', async () => {
    const { client, newClient } = await fixtureWith(['s', 1]);
    const holder = await client.acceptNextSession('changes');
    const waiting = newClient().acceptNextSession('changes');
    await holder.close();
    expect((await waiting).sessionId).toBe('s');
  });

  it('next is woken by a scheduled message, when it is due', async () => {
    const { client, send, now, pass, emulator } = await fixtureWith();
    await send('s', 'due', { scheduledEnqueueTimeUtc: new Date(now() + 60_000) });
    const waiting = client.acceptNextSession('changes');
    await expect.poll(() => emulator.requests.acceptNextSession).toBe(1);
    pass(60_000);
    expect(await next(await waiting)).toMatchObject({ body: 'due' });
  });

  it('next passes over a client whose connection dropped while it waited', async () => {
    const { client, newClient, send, emulator } = await fixtureWith();
    const gone = newClient().acceptNextSession('changes');
    await expect.poll(() => emulator.requests.acceptNextSession).toBe(1);
    emulator.dropConnections();
    await expect(gone).rejects.toThrow();
    const waiting = client.acceptNextSession('changes');
    await expect.poll(() => emulator.requests.acceptNextSession).toBe(2);
    await send('s', 1);
    expect((await waiting).sessionId).toBe('s');
  });
});

describe('within a session', () => {
  it('messages come in the order sent, whatever other sessions do', async () => {
    const { client, send } = await fixtureWith();
    for (let n = 0; n < 20; n += 1) await send(n % 2 ? 'odd' : 'even', n);
    const session = await client.acceptSession('changes', 'odd');
    expect(bodies(await session.receiveMessages(10))).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
  });

  it('an abandoned message is served again first, with the delivery counted', async () => {
    const { client } = await fixtureWith(['s', 'a'], ['s', 'b']);
    const session = await client.acceptSession('changes', 's');
    await session.abandonMessage(await next(session));
    expect(await next(session)).toMatchObject({ body: 'a', deliveryCount: 1 });
  });

  it('asking for more than there is leaves the session held and usable', async () => {
    const { client, newClient, send } = await fixtureWith(['s', 1]);
    const session = await client.acceptSession('changes', 's');
    for (const expected of [1, 2, 3]) {
      const message = only(await session.receiveMessages(10, BRIEFLY));
      expect(message.body).toBe(expected);
      await session.completeMessage(message);
      await send('s', expected + 1);
    }
    await expect(newClient().acceptSession('changes', 's')).rejects.toMatchObject({ code: 'SessionCannotBeLocked' });
  });

  it('subscribe() gets present and later messages', async () => {
    const { client, send, depth } = await fixtureWith(['s', 1], ['s', 2]);
    const session = await client.acceptSession('changes', 's');
    const seen: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      session.subscribe({
        processMessage: async ({ body }) => {
          seen.push(body);
          if (body === 2) await send('s', 3);
          if (body === 3) resolve();
        },
        processError: async ({ error }) => reject(error),
      });
    });
    expect(seen).toEqual([1, 2, 3]);
    await expect.poll(() => depth().active).toBe(0);
  });

  it('its state is kept, also without messages, until set to null', async () => {
    const { client } = await fixtureWith();
    const session = await client.acceptSession('changes', 's');
    expect(await session.getSessionState()).toBeNull();
    await session.setSessionState({ step: 3 });
    await session.close();
    const again = await client.acceptSession('changes', 's');
    expect(await again.getSessionState()).toEqual({ step: 3 });
  });

  it('peek shows its messages only', async () => {
    const { client } = await fixtureWith(['s', 1], ['t', 2], ['s', 3]);
    const session = await client.acceptSession('changes', 's');
    expect(bodies(await session.peekMessages(10))).toEqual([1, 3]);
  });
});

describe('the lock of a session', () => {
  it('is renewed for its messages too', async () => {
    const { client, pass, now, depth } = await fixtureWith(['s', 1]);
    const session = await client.acceptSession('changes', 's', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await next(session);
    pass(LOCK - 10_000);
    const until = await session.renewSessionLock();
    expect(Math.abs(until.getTime() - now() - LOCK)).toBeLessThan(5_000);
    pass(LOCK - 10_000);
    await session.completeMessage(message);
    expect(depth().active).toBe(0);
  });

  it('runs out: the receiver is told, its messages go to the next one with the delivery counted', async () => {
    const { client, newClient, pass } = await fixtureWith(['s', 1]);
    const session = await client.acceptSession('changes', 's', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await next(session);
    pass(LOCK);
    await expect.poll(() => session.isClosed).toBe(true);
    await expect(session.completeMessage(message)).rejects.toMatchObject({ code: 'SessionLockLost' });
    const other = await newClient().acceptNextSession('changes');
    expect(await next(other)).toMatchObject({ body: 1, deliveryCount: 1 });
  });

  it('ends when the receiver closes: messages are free at once, no delivery counted', async () => {
    const { client, newClient } = await fixtureWith(['s', 1], ['s', 2]);
    const session = await client.acceptNextSession('changes');
    await session.receiveMessages(2);
    await session.close();
    const other = await newClient().acceptNextSession('changes');
    const messages = await other.receiveMessages(2);
    expect(messages.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it('ends when the connection drops: messages are free at once, no delivery counted', async () => {
    const { client, newClient, emulator } = await fixtureWith(['s', 1]);
    const session = await client.acceptNextSession('changes');
    const message: ServiceBusReceivedMessage = await next(session);
    emulator.dropConnections();
    const other = await newClient().acceptNextSession('changes');
    expect(await next(other)).toMatchObject({ body: 1, deliveryCount: 0 });
    await expect(session.completeMessage(message)).rejects.toMatchObject({ code: 'SessionLockLost' });
  });
});
