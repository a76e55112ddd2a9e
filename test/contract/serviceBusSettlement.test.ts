import type { ServiceBusReceiver } from '@azure/service-bus';
import { describe, expect, it } from 'vitest';
import { BRIEFLY, bodies, only, startFixture } from './serviceBusFixture.ts';

const MINUTE = 60_000;

async function fixtureWith(...sent: unknown[]) {
  const fixture = await startFixture();
  await fixture.client.createSender('plain').sendMessages(sent.map((body) => ({ body })));
  const receiver = fixture.client.createReceiver('plain', { maxAutoLockRenewalDurationInMs: 0 });
  return { ...fixture, receiver, depth: () => fixture.emulator.queueDepth('plain') };
}

const next = async (receiver: ServiceBusReceiver) => only(await receiver.receiveMessages(1));

describe('complete', () => {
  it('removes the message', async () => {
    const { receiver, depth } = await fixtureWith('a');
    await receiver.completeMessage(await next(receiver));
    expect(depth().active).toBe(0);
  });

  it('fails with MessageLockLost once the lock has run out, and the message is delivered again', async () => {
    const { receiver, pass } = await fixtureWith('a');
    const stale = await next(receiver);
    pass(MINUTE);
    await expect(receiver.completeMessage(stale)).rejects.toMatchObject({ code: 'MessageLockLost', retryable: false });
    expect(await next(receiver)).toMatchObject({ body: 'a', deliveryCount: 1 });
  });

  it('is no more possible after the receiver closed: the message stays locked until the lock runs out', async () => {
    const { client, receiver, pass } = await fixtureWith('a');
    await next(receiver);
    await receiver.close();
    const other = client.createReceiver('plain');
    expect(await other.receiveMessages(1, BRIEFLY)).toEqual([]);
    pass(MINUTE);
    expect(await next(other)).toMatchObject({ body: 'a', deliveryCount: 1 });
  });
});

describe('abandon', () => {
  it('serves the message again at once, before later ones, with the delivery counted and properties changed', async () => {
    const { receiver } = await fixtureWith('a', 'b');
    await receiver.abandonMessage(await next(receiver), { note: 'tried', tries: 1 });
    expect(await next(receiver)).toMatchObject({
      body: 'a',
      deliveryCount: 1,
      applicationProperties: { note: 'tried', tries: 1 },
    });
  });

  it('dead-letters at the last permitted delivery', async () => {
    const { client, receiver, depth } = await fixtureWith('a');
    for (let delivery = 0; delivery < 10; delivery += 1) {
      const message = await next(receiver);
      expect(message.deliveryCount).toBe(delivery);
      await receiver.abandonMessage(message);
    }
    expect(depth()).toMatchObject({ active: 0, deadLetter: 1 });
    const deadLetters = client.createReceiver('plain', { subQueueType: 'deadLetter' });
    expect(await next(deadLetters)).toMatchObject({ body: 'a', deadLetterReason: 'MaxDeliveryCountExceeded' });
  });
});

describe('dead-letter', () => {
  it('moves the message with reason, description and properties; the dead-letter queue is received without sessions', async () => {
    const { client, receiver, depth } = await fixtureWith();
    await client.createSender('changes').sendMessages({ body: 'a', sessionId: 'user:1', messageId: 'm-1' });
    const session = await client.acceptNextSession('changes');
    await session.deadLetterMessage(only(await session.receiveMessages(1)), {
      deadLetterReason: 'reason',
      deadLetterErrorDescription: 'description',
      extra: 'property',
    });
    const deadLetters = client.createReceiver('changes', { subQueueType: 'deadLetter' });
    const dead = await next(deadLetters);
    expect(dead).toMatchObject({
      body: 'a',
      messageId: 'm-1',
      sessionId: 'user:1',
      deliveryCount: 0,
      deadLetterReason: 'reason',
      deadLetterErrorDescription: 'description',
      applicationProperties: { extra: 'property' },
    });
    await deadLetters.abandonMessage(dead);
    await deadLetters.completeMessage(await next(deadLetters));
    expect(depth()).toMatchObject({ deadLetter: 0 });
    await receiver.close();
  });

  it('locks, renews and peeks in the dead-letter queue', async () => {
    const { client, receiver, emulator, pass } = await fixtureWith('a');
    await receiver.deadLetterMessage(await next(receiver));
    const deadLetters = client.createReceiver('plain', {
      subQueueType: 'deadLetter',
      maxAutoLockRenewalDurationInMs: 0,
    });
    expect(bodies(await deadLetters.peekMessages(5))).toEqual(['a']);
    const dead = await next(deadLetters);
    pass(MINUTE / 2);
    await deadLetters.renewMessageLock(dead);
    pass(MINUTE - 1_000);
    await deadLetters.completeMessage(dead);
    expect(emulator.queueDepth('plain').deadLetter).toBe(0);
  });
});

describe('defer', () => {
  it('sets a message aside until it is asked for by sequence number', async () => {
    const { receiver, depth } = await fixtureWith('a', 'b');
    const message = await next(receiver);
    await receiver.deferMessage(message, { why: 'later' });
    expect(bodies(await receiver.receiveMessages(2, BRIEFLY))).toEqual(['b']);
    expect(depth()).toMatchObject({ active: 1, deferred: 1 });

    const number = message.sequenceNumber;
    if (!number) throw new Error('no sequence number');
    const deferred = only(await receiver.receiveDeferredMessages(number));
    expect(deferred).toMatchObject({ body: 'a', state: 'deferred', applicationProperties: { why: 'later' } });
    await expect(receiver.receiveDeferredMessages(number)).rejects.toMatchObject({ code: 'MessageNotFound' });
    await receiver.abandonMessage(deferred);
    const again = only(await receiver.receiveDeferredMessages(number));
    expect(again.deliveryCount).toBe(1);
    await receiver.deadLetterMessage(again, { deadLetterReason: 'reason', deadLetterErrorDescription: 'text' });
    expect(depth()).toMatchObject({ active: 1, deferred: 0, deadLetter: 1 });
  });

  it('works in a session, also in receiveAndDelete', async () => {
    const { client, emulator } = await fixtureWith();
    await client.createSender('changes').sendMessages([{ body: 'a', sessionId: 's', messageId: 'a' }]);
    await client.createSender('changes').sendMessages([{ body: 'b', sessionId: 's', messageId: 'b' }]);
    const session = await client.acceptSession('changes', 's');
    const messages = await session.receiveMessages(2);
    for (const message of messages) await session.deferMessage(message);
    const [a, b] = messages.flatMap(({ sequenceNumber }) => (sequenceNumber ? [sequenceNumber] : []));
    if (!a || !b) throw new Error('no sequence numbers');
    await session.completeMessage(only(await session.receiveDeferredMessages(a)));
    await session.close();
    const deleting = await client.acceptSession('changes', 's', { receiveMode: 'receiveAndDelete' });
    expect(bodies(await deleting.receiveDeferredMessages([b]))).toEqual(['b']);
    expect(emulator.queueDepth('changes')).toMatchObject({ active: 0, deferred: 0 });
  });
});

describe('renewing a message lock', () => {
  it('keeps the message for another lock duration, counted from now', async () => {
    const { receiver, pass, now, depth } = await fixtureWith('a');
    const message = await next(receiver);
    pass(MINUTE / 2);
    const until = await receiver.renewMessageLock(message);
    expect(Math.abs(until.getTime() - now() - MINUTE)).toBeLessThan(5_000);
    pass(MINUTE - 5_000);
    await receiver.completeMessage(message);
    expect(depth().active).toBe(0);
  });

  it('fails when the lock has run out', async () => {
    const { receiver, pass } = await fixtureWith('a');
    const message = await next(receiver);
    pass(MINUTE);
    await expect(receiver.renewMessageLock(message)).rejects.toMatchObject({ code: 'MessageLockLost' });
  });

  it("is done by the SDK's own renewer", async () => {
    const { emulator, client } = await startFixture({
      queues: [{ name: 'plain', lockDurationMs: 1_500 }],
      now: Date.now,
    });
    await client.createSender('plain').sendMessages({ body: 'a' });
    const receiver = client.createReceiver('plain', { maxAutoLockRenewalDurationInMs: 60_000 });
    const message = await next(receiver);
    await expect.poll(() => emulator.requests.renewLock, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    await receiver.completeMessage(message);
    expect(message.deliveryCount).toBe(0);
  });
});
