import { describe, expect, it } from 'vitest';
import { only, startFixture } from './serviceBusFixture.ts';

describe('clean refusals', () => {
  it('a message without session id for a queue with sessions', async () => {
    const { client, emulator } = await startFixture();
    const sender = client.createSender('changes');
    await expect(sender.sendMessages({ body: 1 })).rejects.toThrow(/session/);
    await expect(sender.scheduleMessages({ body: 1 }, new Date())).rejects.toThrow(/session/);
    await sender.sendMessages({ body: 1, sessionId: 's' });
    expect(emulator.queueDepth('changes').active).toBe(1);
  });

  it('a receiver without session for a queue with sessions, but peeking is allowed', async () => {
    const { client } = await startFixture();
    await client.createSender('changes').sendMessages({ body: 1, sessionId: 's' });
    await expect(client.createReceiver('changes').receiveMessages(1)).rejects.toThrow(/requires sessions/);
    expect(await client.createReceiver('changes').peekMessages(5)).toHaveLength(1);
  });

  it('a session receiver for a queue without sessions', async () => {
    const { client } = await startFixture();
    await expect(client.acceptSession('plain', 's')).rejects.toThrow();
    await expect(client.acceptNextSession('plain')).rejects.toThrow(/no sessions/);
  });

  it('an unknown queue', async () => {
    const { client } = await startFixture();
    const notFound = { code: 'MessagingEntityNotFound' };
    await expect(client.createSender('nowhere').sendMessages({ body: 1 })).rejects.toMatchObject(notFound);
    await expect(client.createReceiver('nowhere').receiveMessages(1)).rejects.toMatchObject(notFound);
    await expect(client.createReceiver('nowhere').peekMessages(1)).rejects.toMatchObject(notFound);
    await expect(client.acceptNextSession('nowhere')).rejects.toMatchObject(notFound);
  });

  it('a message over 256 KB, after which the sender still works', async () => {
    const { client, emulator } = await startFixture();
    const sender = client.createSender('plain');
    const tooLarge = { code: 'MessageSizeExceeded' };
    await expect(sender.sendMessages({ body: 'x'.repeat(262_144) })).rejects.toMatchObject(tooLarge);
    await sender.sendMessages({ body: 'x'.repeat(261_000) });
    expect(emulator.queueDepth('plain').active).toBe(1);
    const received = only(await client.createReceiver('plain').receiveMessages(1));
    expect(received.body).toHaveLength(261_000);
  });

  it('sending to a dead-letter queue', async () => {
    const { client } = await startFixture();
    await expect(client.createSender('plain/$DeadLetterQueue').sendMessages({ body: 1 })).rejects.toThrow();
  });

  it('whatever a test wants to fail, as Service Bus would fail it', async () => {
    const faults: string[] = [];
    const { client, emulator } = await startFixture({
      onOperation: ({ name, queue, messages }) => {
        faults.push(`${name} ${queue} ${messages}`);
        const isBusy = name === 'send' && faults.length === 1;
        return isBusy ? { condition: 'com.microsoft:server-busy', description: 'Try again.' } : undefined;
      },
    });
    const sender = client.createSender('plain');
    await expect(sender.sendMessages([{ body: 1 }, { body: 2 }])).rejects.toMatchObject({
      code: 'ServiceBusy',
      retryable: true,
    });
    await sender.sendMessages({ body: 1 });
    expect(faults).toEqual(['send plain 2', 'send plain 1']);
    expect(emulator.queueDepth('plain').active).toBe(1);
  });

  it('a port that is taken', async () => {
    const { emulator } = await startFixture();
    await expect(startFixture({ port: emulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
