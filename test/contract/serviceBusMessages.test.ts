import { describe, expect, it } from 'vitest';
import { BRIEFLY, bodies, only, PLAIN, startFixture } from './serviceBusFixture.ts';

describe('sending', () => {
  it('carries every property, application property and kind of body to the receiver', async () => {
    const { client, now } = await startFixture();
    const sent = {
      body: { text: 'grüße', list: [1, null, { deep: true }] },
      messageId: 'id-1',
      correlationId: 'correlation',
      sessionId: 'session',
      partitionKey: 'session',
      subject: 'subject',
      to: 'to',
      replyTo: 'reply-to',
      replyToSessionId: 'reply-session',
      contentType: 'application/json',
      timeToLive: 60_000,
      applicationProperties: { text: 'x', int: 7, negative: -7, float: 1.5, big: 2 ** 40, yes: true, none: null },
    };
    const before = now();
    await client.createSender('plain').sendMessages(sent);
    const message = only(await client.createReceiver('plain').receiveMessages(1));
    expect(message).toMatchObject({ ...sent, deliveryCount: 0, state: 'active' });
    expect(message.sequenceNumber?.toString()).toBe('1');
    expect(message.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(before - 1);
    expect(message.lockedUntilUtc?.getTime()).toBeGreaterThanOrEqual(before + 59_000);
    expect(message.expiresAtUtc?.getTime()).toBe((message.enqueuedTimeUtc?.getTime() ?? 0) + 60_000);
    expect(message.lockToken).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  });

  it.each([['text'], [42], [null], [Buffer.from([0, 1, 255])], [[1, 2]]])('carries body %j', async (body) => {
    const { client } = await startFixture();
    await client.createSender('plain').sendMessages({ body });
    expect(bodies(await client.createReceiver('plain').receiveMessages(1))).toEqual([body]);
  });

  it('carries AMQP value and sequence bodies', async () => {
    const { client } = await startFixture();
    const sender = client.createSender('plain');
    await sender.sendMessages({ body: { a: 1 }, bodyType: 'value' });
    await sender.sendMessages({ body: [1, 'two'], bodyType: 'sequence' });
    const messages = await client.createReceiver('plain').receiveMessages(2);
    expect(bodies(messages)).toEqual([{ a: 1 }, [1, 'two']]);
  });

  it('takes a batch as one request', async () => {
    const { client, emulator } = await startFixture();
    const sender = client.createSender('plain');
    const batch = await sender.createMessageBatch();
    expect(batch.maxSizeInBytes).toBe(262_144);
    for (let n = 0; n < 50; n += 1) batch.tryAddMessage({ body: n });
    await sender.sendMessages(batch);
    expect(emulator.queueDepth('plain').active).toBe(50);
    expect([emulator.requests.send, emulator.messages.send]).toEqual([1, 50]);
  });

  it('gives a message without id one', async () => {
    const { client } = await startFixture();
    await client.createSender('plain').sendMessages({ body: 1 });
    expect(only(await client.createReceiver('plain').receiveMessages(1)).messageId).toMatch(/^\w+$/);
  });

  it('drops a repeated message id within the window', async () => {
    const { client, emulator, pass } = await startFixture();
    const sender = client.createSender('changes');
    const message = { body: 1, messageId: 'same', sessionId: 's' };
    await sender.sendMessages([message, message]);
    await sender.sendMessages(message);
    expect(emulator.queueDepth('changes').active).toBe(1);
    pass(600_000);
    await sender.sendMessages(message);
    expect(emulator.queueDepth('changes').active).toBe(2);
  });
});

describe('receiving', () => {
  it('deletes at once in receiveAndDelete', async () => {
    const { client, emulator } = await startFixture();
    await client.createSender('plain').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('plain', { receiveMode: 'receiveAndDelete' });
    const messages = await receiver.receiveMessages(2);
    expect(bodies(messages)).toEqual([1, 2]);
    expect(only(messages.slice(1)).lockToken).toBeUndefined();
    expect(emulator.queueDepth('plain').active).toBe(0);
  });

  it('wakes a receiver that waits', async () => {
    const { client } = await startFixture();
    const waiting = client.createReceiver('plain').receiveMessages(1, { maxWaitTimeInMs: 10_000 });
    await client.createSender('plain').sendMessages({ body: 'woken' });
    expect(bodies(await waiting)).toEqual(['woken']);
  });

  it('answers with nothing when there is nothing, and the receiver stays usable', async () => {
    const { client } = await startFixture();
    const receiver = client.createReceiver('plain');
    expect(await receiver.receiveMessages(5, BRIEFLY)).toEqual([]);
    await client.createSender('plain').sendMessages({ body: 1 });
    expect(bodies(await receiver.receiveMessages(1))).toEqual([1]);
  });

  it('passes far more deliveries over one link than the AMQP session has slots', async () => {
    const { client, emulator } = await startFixture();
    const sender = client.createSender('plain');
    const total = 5_000;
    for (let sent = 0; sent < total; sent += 500) {
      await sender.sendMessages(Array.from({ length: 500 }, (_, n) => ({ body: sent + n })));
    }
    const receiver = client.createReceiver('plain');
    const got: unknown[] = [];
    while (got.length < total) {
      const messages = await receiver.receiveMessages(1_000);
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
      got.push(...bodies(messages));
    }
    expect(got).toEqual(Array.from({ length: total }, (_, n) => n));
    expect(emulator.queueDepth('plain').active).toBe(0);
  });

  it('gives each message to one of several clients', async () => {
    const { client, newClient, emulator } = await startFixture();
    await client.createSender('plain').sendMessages(Array.from({ length: 60 }, (_, n) => ({ body: n })));
    const batches = await Promise.all(
      [newClient(), newClient(), newClient()].map(async (each) => {
        const receiver = each.createReceiver('plain');
        const messages = await receiver.receiveMessages(20);
        await Promise.all(messages.map((message) => receiver.completeMessage(message)));
        return bodies(messages);
      }),
    );
    expect(batches.flat().sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 60 }, (_, n) => n));
    expect(emulator.queueDepth('plain').active).toBe(0);
  });

  it('feeds subscribe(), which completes what succeeds and abandons what fails', async () => {
    const { client, emulator } = await startFixture();
    await client.createSender('plain').sendMessages([{ body: 'fails once' }, { body: 'succeeds' }]);
    const seen: string[] = [];
    const receiver = client.createReceiver('plain');
    await new Promise<void>((resolve) => {
      receiver.subscribe({
        processMessage: async ({ body, deliveryCount }) => {
          seen.push(`${body} ${deliveryCount}`);
          if (seen.length === 3) resolve();
          if (body === 'fails once' && deliveryCount === 0) throw new Error('as planned');
        },
        processError: async () => {},
      });
    });
    await receiver.close();
    expect(seen.sort()).toEqual(['fails once 0', 'fails once 1', 'succeeds 0']);
    expect(emulator.queueDepth('plain').active).toBe(0);
  });
});

describe('scheduling', () => {
  it('holds back a message sent with a time until then', async () => {
    const { client, emulator, now, pass } = await startFixture();
    const scheduledEnqueueTimeUtc = new Date(now() + 60_000);
    await client.createSender('plain').sendMessages({ body: 'later', scheduledEnqueueTimeUtc });
    expect(emulator.queueDepth('plain')).toMatchObject({ active: 0, scheduled: 1 });
    const receiver = client.createReceiver('plain');
    expect(await receiver.receiveMessages(1, BRIEFLY)).toEqual([]);
    pass(60_000);
    expect(only(await receiver.receiveMessages(1))).toMatchObject({ body: 'later', scheduledEnqueueTimeUtc });
  });

  it('delivers by its own timer, without being asked', async () => {
    const { client } = await startFixture({ now: Date.now });
    const scheduledEnqueueTimeUtc = new Date(Date.now() + 150);
    await client.createSender('plain').sendMessages({ body: 'later', scheduledEnqueueTimeUtc });
    const waiting = client.createReceiver('plain').receiveMessages(1, { maxWaitTimeInMs: 10_000 });
    expect(bodies(await waiting)).toEqual(['later']);
    expect(Date.now()).toBeGreaterThanOrEqual(scheduledEnqueueTimeUtc.getTime());
  });

  it('schedules and cancels by sequence number', async () => {
    const { client, emulator, now } = await startFixture();
    const sender = client.createSender('plain');
    const numbers = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], new Date(now() + 60_000));
    expect(numbers.map(String)).toEqual(['1', '2']);
    await sender.cancelScheduledMessages(only(numbers.slice(1)));
    expect(emulator.queueDepth('plain')).toMatchObject({ active: 0, scheduled: 1 });
    await expect(sender.cancelScheduledMessages(only(numbers.slice(1)))).rejects.toMatchObject({
      code: 'MessageNotFound',
    });
  });

  it('drops a scheduled duplicate', async () => {
    const { client, emulator, now } = await startFixture();
    const sender = client.createSender('changes');
    const message = { body: 1, messageId: 'same', sessionId: 's', scheduledEnqueueTimeUtc: new Date(now() + 60_000) };
    await sender.sendMessages(message);
    await sender.sendMessages({ body: 1, messageId: 'same', sessionId: 's' });
    await sender.scheduleMessages(message, message.scheduledEnqueueTimeUtc);
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 0, scheduled: 1 });
  });
});

describe('expiry', () => {
  it('removes a message whose time to live is over, to the dead-letter queue when the queue says so', async () => {
    const { client, emulator, pass } = await startFixture({
      queues: [PLAIN, { name: 'strict', deadLetteringOnMessageExpiration: true, defaultMessageTimeToLiveMs: 1_000 }],
    });
    await client.createSender('plain').sendMessages({ body: 1, timeToLive: 1_000 });
    await client.createSender('strict').sendMessages({ body: 2 });
    pass(1_000);
    expect(emulator.queueDepth('plain')).toMatchObject({ active: 0, deadLetter: 0 });
    const deadLetters = client.createReceiver('strict', { subQueueType: 'deadLetter' });
    expect(only(await deadLetters.receiveMessages(1))).toMatchObject({
      body: 2,
      deadLetterReason: 'TTLExpiredException',
    });
  });
});

describe('peeking', () => {
  it('shows messages of every state in order, without locking them, page by page', async () => {
    const { client, emulator, now } = await startFixture();
    const sender = client.createSender('plain');
    await sender.sendMessages([{ body: 'deferred' }, { body: 'locked' }, { body: 'active' }]);
    await sender.sendMessages({ body: 'scheduled', scheduledEnqueueTimeUtc: new Date(now() + 60_000) });
    const receiver = client.createReceiver('plain');
    const [first] = await receiver.receiveMessages(2);
    if (first) await receiver.deferMessage(first);
    const page = await receiver.peekMessages(3);
    expect(page.map(({ body, state }) => [body, state])).toEqual([
      ['deferred', 'deferred'],
      ['locked', 'active'],
      ['active', 'active'],
    ]);
    expect((await receiver.peekMessages(3)).map(({ body, state }) => [body, state])).toEqual([
      ['scheduled', 'scheduled'],
    ]);
    expect(await receiver.peekMessages(3)).toEqual([]);
    expect(emulator.queueDepth('plain')).toEqual({ active: 2, deferred: 1, scheduled: 1, deadLetter: 0 });
  });
});
