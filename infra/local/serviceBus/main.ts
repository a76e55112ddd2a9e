import { parseArgs } from 'node:util';
import type { QueueDefinition } from './queue/queueDefinition.ts';
import { startServiceBusEmulator } from './startServiceBusEmulator.ts';

/** The product's queue, as `infra/modules` creates it. */
const changes: QueueDefinition = {
  name: 'changes',
  requiresSession: true,
  requiresDuplicateDetection: true,
  lockDurationMs: 300_000,
  maxDeliveryCount: 10,
};

const { values } = parseArgs({
  options: { port: { type: 'string', default: '5672' }, data: { type: 'string' } },
});

const emulator = await startServiceBusEmulator({
  port: Number(values.port),
  queues: [changes],
  ...(values.data !== undefined && { dataFile: values.data }),
});
console.log(`Service Bus emulator, queue ${changes.name}:\n${emulator.connectionString}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await emulator.close();
    process.exit(0);
  });
}
