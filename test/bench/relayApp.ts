import { writeApp } from '../support/hostApps/writeApp.ts';

/**
 * The least that such an app can be: a function that puts what it gets into the session queue, one that makes a request for
 * each message, and one that does nothing. What the product is compared with on the same host, queue and machine.
 * @returns its folder
 */
export function writeRelayApp(): string {
  return writeApp({
    'host.json': JSON.stringify({
      version: '2.0',
      extensions: {
        http: { routePrefix: 'api' },
        serviceBus: { prefetchCount: 0, maxConcurrentSessions: 32, sessionIdleTimeout: '00:00:01' },
      },
    }),
    'relay.js': `
      import { app } from '@azure/functions';
      import { ServiceBusClient } from '@azure/service-bus';
      const sender = new ServiceBusClient(process.env.ServiceBusConnection).createSender('changes');
      const anonymous = { methods: ['POST'], authLevel: 'anonymous' };
      app.http('accept', { ...anonymous, route: 'accept', handler: async (request) => {
        const body = await request.json();
        await sender.sendMessages({ body, sessionId: body.id, messageId: body.messageId });
        return { status: 202 };
      } });
      app.http('nothing', { ...anonymous, route: 'nothing', handler: async (request) => {
        await request.text();
        return { status: 202 };
      } });
      app.serviceBusQueue('pass', { connection: 'ServiceBusConnection', queueName: 'changes', isSessionsEnabled: true,
        handler: async () => {
          const answer = await fetch(process.env.RELAY_TO, { headers: { authorization: 'Bearer bench' } });
          await answer.text();
        } });
    `,
  });
}
