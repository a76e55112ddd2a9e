import type { AdminRoute } from './adminRoute.ts';
import { configurationRoute } from './configuration.ts';
import { connectionTestRoute } from './connectionTest.ts';
import { pauseRoute, restartRoute, startRoute } from './control.ts';
import { decideDeadLettersRoute, listDeadLettersRoute } from './deadLetters.ts';
import { decideDeletionsRoute, deletionsRoute } from './deletions.ts';
import { escrowsRoute } from './escrows.ts';
import { evaluateExpressionRoute } from './evaluateExpression.ts';
import { insightsRoute } from './insights.ts';
import { logExportRoute } from './logExport.ts';
import { logEntryRoute, logsRoute } from './logs.ts';
import { objectsRoute } from './objects.ts';
import { openApiRoute } from './openApi.ts';
import { previewRoute } from './preview.ts';
import { provisionProgressRoute, provisionRoute } from './provision.ts';
import type { AdminRouteName } from './routes.ts';
import { authorizeSlackRoute, openSlackAuthorizationRoute } from './slackAuthorize.ts';
import { statusRoute } from './status.ts';
import { testAlertsRoute } from './testAlerts.ts';
import { userAttributesRoute } from './userAttributes.ts';

/** What each route of `routes.ts` takes, does and answers. */
export const DEFINITIONS: Readonly<Record<AdminRouteName, AdminRoute>> = {
  authorizeSlack: authorizeSlackRoute,
  configuration: configurationRoute,
  connectionTest: connectionTestRoute,
  decideDeadLetters: decideDeadLettersRoute,
  decideDeletions: decideDeletionsRoute,
  deletions: deletionsRoute,
  escrows: escrowsRoute,
  evaluateExpression: evaluateExpressionRoute,
  insights: insightsRoute,
  listDeadLetters: listDeadLettersRoute,
  logEntry: logEntryRoute,
  logExport: logExportRoute,
  logs: logsRoute,
  objects: objectsRoute,
  openApi: openApiRoute(() => DEFINITIONS),
  openSlackAuthorization: openSlackAuthorizationRoute,
  pause: pauseRoute,
  preview: previewRoute,
  provision: provisionRoute,
  provisionProgress: provisionProgressRoute,
  restart: restartRoute,
  start: startRoute,
  status: statusRoute,
  testAlerts: testAlertsRoute,
  userAttributes: userAttributesRoute,
};
