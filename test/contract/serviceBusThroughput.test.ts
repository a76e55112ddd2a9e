import { describe, expect, it } from 'vitest';
import { only, startFixture } from './serviceBusFixture.ts';

describe('throughput (limits are a fraction of what was measured, so that a busy machine passes)', () => {
  it('500 sessions of one message are drained by 32 loops of one client in under 8 seconds', async () => {
    const { client, emulator } = await startFixture();
    const sender = client.createSender('changes');
    await sender.sendMessages(
      Array.from({ length: 500 }, (_, n) => ({ body: { n }, sessionId: `user:${n}`, messageId: `m-${n}` })),
    );
    const started = performance.now();
    let taken = 0;
    const drain = async () => {
      while (taken < 500) {
        taken += 1;
        const session = await client.acceptNextSession('changes');
        await session.completeMessage(only(await session.receiveMessages(1)));
        await session.close();
      }
    };
    await Promise.all(Array.from({ length: 32 }, drain));
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(emulator.queueDepth('changes').active).toBe(0);
  });

  it('batches of 100 are sent at more than 5,000 messages a second', async () => {
    const { client, emulator } = await startFixture();
    const sender = client.createSender('changes');
    const started = performance.now();
    for (let sent = 0; sent < 10_000; sent += 100) {
      await sender.sendMessages(
        Array.from({ length: 100 }, (_, n) => ({
          body: { n },
          sessionId: `user:${sent + n}`,
          messageId: `m-${sent + n}`,
        })),
      );
    }
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(emulator.queueDepth('changes').active).toBe(10_000);
  });

  it('one process serves several clients that compete for sessions, each session to one of them', async () => {
    const { client, newClient, emulator } = await startFixture();
    const seen: string[] = [];
    const workers = Array.from({ length: 4 }, () => newClient(1_000));
    const work = async (worker: (typeof workers)[number]) => {
      while (seen.length < 120) {
        const session = await worker.acceptNextSession('changes').catch(() => undefined);
        if (!session) return;
        const messages = await session.receiveMessages(2);
        for (const message of messages) {
          seen.push(`${session.sessionId} ${message.body}`);
          await session.completeMessage(message);
        }
        await session.close();
      }
    };
    await client
      .createSender('changes')
      .sendMessages(
        Array.from({ length: 120 }, (_, n) => ({ body: n >> 1, sessionId: `s${n >> 1}`, messageId: `m-${n}` })),
      );
    await Promise.all(workers.flatMap((worker) => [work(worker), work(worker)]));
    expect(seen.length).toBe(120);
    expect(new Set(seen).size).toBe(60);
    expect(emulator.queueDepth('changes').active).toBe(0);
  });
});
