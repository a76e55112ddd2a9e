import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startServiceBusEmulator } from '../../infra/local/serviceBus/startServiceBusEmulator.ts';
import { bodies, CHANGES, only, PLAIN, startFixture } from './serviceBusFixture.ts';

let dataFile: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'service-bus-'));
  dataFile = join(folder, 'deeper', 'queues.json');
  onTestFinished(() => rm(folder, { recursive: true }));
});

describe('a data file', () => {
  it('carries messages of every state, session state and duplicate detection over a restart', async () => {
    const first = await startServiceBusEmulator({ queues: [PLAIN, CHANGES], dataFile });
    const client = new ServiceBusClient(first.connectionString);
    const scheduledEnqueueTimeUtc = new Date(Date.now() + 60_000);
    const inSession = (messageId: string, more = {}) => ({ body: { messageId }, sessionId: 's', messageId, ...more });
    await client
      .createSender('changes')
      .sendMessages([
        ...['deferred', 'dead', 'locked', 'active'].map((id) => inSession(id, { applicationProperties: { id, n: 1 } })),
        inSession('scheduled', { scheduledEnqueueTimeUtc }),
      ]);
    const session = await client.acceptSession('changes', 's');
    const [deferred, dead] = await session.receiveMessages(3);
    if (!deferred?.sequenceNumber || !dead) throw new Error('not received');
    await session.deferMessage(deferred);
    await session.deadLetterMessage(dead, { deadLetterReason: 'why', deadLetterErrorDescription: 'because' });
    await session.setSessionState('state');
    await client.createSender('plain').sendMessages({ body: Buffer.from('bytes'), timeToLive: 60_000 });
    await client.close();
    await first.close();

    const { emulator, client: later, pass } = await startFixture({ dataFile });
    expect(emulator.queueDepth('changes')).toEqual({ active: 2, scheduled: 1, deferred: 1, deadLetter: 1 });
    const again = await later.acceptSession('changes', 's');
    expect(await again.getSessionState()).toBe('state');
    expect(await again.receiveMessages(2)).toMatchObject([
      { body: { messageId: 'locked' }, deliveryCount: 0, applicationProperties: { id: 'locked', n: 1 } },
      { body: { messageId: 'active' }, messageId: 'active', sessionId: 's' },
    ]);
    expect(only(await again.receiveDeferredMessages(deferred.sequenceNumber)).messageId).toBe('deferred');
    const deadLetters = later.createReceiver('changes', { subQueueType: 'deadLetter' });
    expect(only(await deadLetters.receiveMessages(1))).toMatchObject({ messageId: 'dead', deadLetterReason: 'why' });
    await later.createSender('changes').sendMessages(inSession('active'));
    pass(60_000);
    expect(bodies(await again.receiveMessages(1))).toEqual([{ messageId: 'scheduled' }]);
    expect(emulator.queueDepth('plain').active).toBe(0);
  });

  it('is written soon after a change, and whole', async () => {
    const { client } = await startFixture({ dataFile });
    await client.createSender('plain').sendMessages({ body: 'kept' });
    const messagesInFile = async () => {
      const saved = JSON.parse(await readFile(dataFile, 'utf8').catch(() => '{}'));
      return saved.queues?.plain?.messages?.length;
    };
    await expect.poll(messagesInFile, { timeout: 5_000 }).toBe(1);
  });

  it('keeps queues that are not defined this time', async () => {
    const first = await startServiceBusEmulator({ queues: [PLAIN, CHANGES], dataFile });
    const client = new ServiceBusClient(first.connectionString);
    await client.createSender('plain').sendMessages({ body: 1 });
    await client.close();
    await first.close();
    await (await startServiceBusEmulator({ queues: [CHANGES], dataFile })).close();
    const { emulator } = await startFixture({ dataFile });
    expect(emulator.queueDepth('plain').active).toBe(1);
  });

  it('carries sequence numbers beyond 32 bits', async () => {
    const first = await startServiceBusEmulator({ queues: [PLAIN], dataFile });
    await first.close();
    const saved = JSON.parse(await readFile(dataFile, 'utf8'));
    saved.queues.plain.lastSequenceNumber = 2 ** 40;
    await writeFile(dataFile, JSON.stringify(saved));
    const { client, now } = await startFixture({ dataFile });
    const sender = client.createSender('plain');
    const number = only(await sender.scheduleMessages({ body: 1 }, new Date(now() + 60_000)));
    expect(number.toString()).toBe('1099511627777');
    await sender.cancelScheduledMessages(number);
    await sender.sendMessages({ body: 2 });
    const receiver = client.createReceiver('plain');
    const message = only(await receiver.receiveMessages(1));
    expect(message.sequenceNumber?.toString()).toBe('1099511627778');
    await receiver.deferMessage(message);
    if (!message.sequenceNumber) throw new Error('no sequence number');
    expect(bodies(await receiver.receiveDeferredMessages(message.sequenceNumber))).toEqual([2]);
  });

  it('that is damaged stops the start', async () => {
    const first = await startServiceBusEmulator({ queues: [PLAIN], dataFile });
    await first.close();
    await writeFile(dataFile, '{"version":2}');
    await expect(startFixture({ dataFile })).rejects.toThrow(/version/);
    await writeFile(dataFile, '{');
    await expect(startFixture({ dataFile })).rejects.toThrow(SyntaxError);
  });
});

describe('the command line', () => {
  it('prints a connection string that works, and on SIGTERM ends cleanly with its queues kept', async () => {
    const start = () => {
      const args = ['infra/local/serviceBus/main.ts', '--port', '0', '--data', dataFile];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => {
        child.kill('SIGKILL');
      });
      return child;
    };
    const connectionStringOf = async (child: ReturnType<typeof start>) => {
      let output = '';
      for await (const chunk of child.stdout) {
        output += chunk;
        const found = /Endpoint=\S+/.exec(output);
        if (found) return found[0];
      }
      throw new Error(`no connection string in: ${output}`);
    };
    const first = start();
    const client = new ServiceBusClient(await connectionStringOf(first));
    await client.createSender('changes').sendMessages({ body: 'kept', sessionId: 's' });
    first.kill('SIGTERM');
    expect(await once(first, 'exit')).toEqual([0, null]);
    await client.close();

    const second = start();
    const later = new ServiceBusClient(await connectionStringOf(second));
    const session = await later.acceptNextSession('changes');
    expect(bodies(await session.receiveMessages(1))).toEqual(['kept']);
    await later.close();
  });
});
