import { type ServiceBusAdministrationClient, ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ServiceBusEmulator,
  startServiceBusEmulator,
} from '../../infra/local/serviceBus/startServiceBusEmulator.ts';
import { createQueueAdministration } from '../../infra/scripts/doctor/queueAdministration.ts';

describe('the management API of the Service Bus emulator, through the SDK', () => {
  let emulator: ServiceBusEmulator;
  let administration: ServiceBusAdministrationClient;
  beforeAll(async () => {
    emulator = await startServiceBusEmulator({
      queues: [
        { name: 'Changes', requiresSession: true, requiresDuplicateDetection: true, lockDurationMs: 300_000 },
        { name: 'plain', maxDeliveryCount: 3, defaultMessageTimeToLiveMs: 60_000 },
      ],
    });
    administration = createQueueAdministration({ connectionString: emulator.connectionString });
  });
  afterAll(() => emulator.close());

  it('tells how a queue was made', async () => {
    expect(await administration.getQueue('changes')).toMatchObject({
      name: 'Changes',
      requiresSession: true,
      requiresDuplicateDetection: true,
      lockDuration: 'PT300S',
      maxDeliveryCount: 10,
      enablePartitioning: false,
    });
    expect(await administration.getQueue('plain')).toMatchObject({
      requiresSession: false,
      requiresDuplicateDetection: false,
      lockDuration: 'PT60S',
      maxDeliveryCount: 3,
      defaultMessageTimeToLive: 'PT60S',
    });
  });

  it('tells what is in it, while AMQP goes on over the same port', async () => {
    const client = new ServiceBusClient(emulator.connectionString);
    try {
      const sender = client.createSender('plain');
      await sender.sendMessages([{ body: 1 }, { body: 2 }]);
      await sender.scheduleMessages({ body: 3 }, new Date(Date.now() + 3_600_000));
      const receiver = client.createReceiver('plain');
      const [message] = await receiver.receiveMessages(1);
      if (message) await receiver.deadLetterMessage(message);
      expect(await administration.getQueueRuntimeProperties('plain')).toMatchObject({
        activeMessageCount: 1,
        scheduledMessageCount: 1,
        deadLetterMessageCount: 1,
        totalMessageCount: 3,
      });
    } finally {
      await client.close();
    }
  });

  it('knows no other queue, and wants a token', async () => {
    await expect(administration.getQueue('other')).rejects.toMatchObject({ code: 'MessageEntityNotFoundError' });
    const answer = await fetch(`http://127.0.0.1:${emulator.port}/changes?api-version=2021-05`);
    expect(answer.status).toBe(401);
  });
});
