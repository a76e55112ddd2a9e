import { app } from '@azure/functions';
import { start } from '../shared/compose.ts';
import { ADMIN_ROUTES, type AdminRouteName } from './admin/routes.ts';

// Where the app begins: what the host must know of each function. What a function does, and every library it needs, is loaded
// when it is called for the first time, and so only by the instances that serve it. This file therefore imports nothing but
// what registering takes; a test keeps it so.
const { schedules, admin } = await start();

app.http('graphNotifications', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'graph/notifications',
  handler: async (...call) => (await import('./graphNotifications.ts')).graphNotifications(...call),
});

app.serviceBusQueue('processChange', {
  connection: 'ServiceBusConnection',
  queueName: 'changes',
  isSessionsEnabled: true,
  handler: async (...call) => (await import('./background.ts')).handleChange(...call),
});

app.serviceBusQueue('deadLetters', {
  connection: 'ServiceBusConnection',
  queueName: 'changes/$DeadLetterQueue',
  handler: async (...call) => (await import('./background.ts')).deadLetters(...call),
});

app.timer('sweep', {
  schedule: schedules.sweep,
  handler: async (...call) => (await import('./background.ts')).runSweep(...call),
});

app.timer('fullCycle', {
  schedule: '30 * * * * *', // It looks whether one is due or was asked for.
  handler: async (...call) => (await import('./background.ts')).fullCycle(...call),
});

app.timer('renewSubscriptions', {
  schedule: schedules.renewSubscriptions,
  handler: async (...call) => (await import('./background.ts')).renew(...call),
});

app.timer('housekeeping', {
  schedule: schedules.housekeeping,
  handler: async (...call) => (await import('./background.ts')).housekeeping(...call),
});

app.http('dashboard', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'dashboard/{file?}',
  handler: async (request) => (await import('./dashboard/dashboard.ts')).dashboard(request),
});

app.http('slackCallback', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'slack/callback',
  handler: async (...call) => (await import('./admin/slackCallback.ts')).slackCallback(...call),
});

for (const name of Object.keys(ADMIN_ROUTES) as AdminRouteName[]) {
  const { method, route } = ADMIN_ROUTES[name];
  app.http(name, {
    methods: [method],
    authLevel: admin.auth === 'key' ? 'function' : 'anonymous',
    route,
    handler: async (...call) => (await import('./admin/answerRequest.ts')).answerRequest(name, ...call),
  });
}
