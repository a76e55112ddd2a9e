import { setTimeout as delay } from 'node:timers/promises';
import { app } from '@azure/functions';

/** Writes what it got as JSON, then does what the body asks for: { takes?: ms, failUntil?: deliveryCount } */
async function work(message, context) {
  const { triggerMetadata } = context;
  context.log(`got ${JSON.stringify({ message, triggerMetadata })}`);
  if (message?.takes) await delay(message.takes);
  if (triggerMetadata.deliveryCount < message?.failUntil) throw new Error(`failed at ${triggerMetadata.deliveryCount}`);
  context.log(`did ${triggerMetadata.sessionId ?? ''}/${triggerMetadata.sequenceNumber}`);
}

app.serviceBusQueue('sessions', {
  connection: 'ServiceBusConnection',
  queueName: '%SESSION_QUEUE%',
  isSessionsEnabled: true,
  handler: work,
});
app.serviceBusQueue('plain', { connection: '', queueName: 'plain', handler: work });
app.serviceBusQueue('dead', {
  connection: 'ServiceBusConnection',
  queueName: 'changes/$DeadLetterQueue',
  handler: work,
});
