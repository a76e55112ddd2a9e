import { composition } from '../../shared/compose.ts';
import { testAlerts } from '../../shared/engine/testAlerts.ts';
import { adminRoute } from './adminRoute.ts';
import { alertTest } from './answers/alerts.ts';

/** Sends a test message in every way that is configured. */
export const testAlertsRoute = adminRoute({
  summary: 'Sends administrators a test message by mail and to Slack, as configured',
  access: 'write',
  answer: alertTest,
  handle: async (_request, context) => testAlerts(await composition().engine(context)),
});
