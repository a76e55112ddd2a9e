/** What the host must know of a route for administrators when the app starts. */
export interface RegisteredRoute {
  readonly method: 'GET' | 'POST';
  /** Path below `/api`, e.g. `logs/{id}`. */
  readonly route: string;
}

/**
 * Every route for administrators, by the name of its function. What it takes, does and answers is in `definitions.ts`, which is
 * loaded with the first request.
 */
export const ADMIN_ROUTES = {
  authorizeSlack: { method: 'POST', route: 'slack/authorize' },
  configuration: { method: 'GET', route: 'configuration' },
  connectionTest: { method: 'POST', route: 'connection/test' },
  decideDeadLetters: { method: 'POST', route: 'deadletters' },
  decideDeletions: { method: 'POST', route: 'deletions' },
  deletions: { method: 'GET', route: 'deletions' },
  escrows: { method: 'GET', route: 'escrows' },
  evaluateExpression: { method: 'POST', route: 'expressions/evaluate' },
  insights: { method: 'GET', route: 'insights' },
  listDeadLetters: { method: 'GET', route: 'deadletters' },
  logEntry: { method: 'GET', route: 'logs/{id}' },
  logExport: { method: 'GET', route: 'logs/export' },
  logs: { method: 'GET', route: 'logs' },
  objects: { method: 'GET', route: 'objects' },
  openApi: { method: 'GET', route: 'openapi.json' },
  openSlackAuthorization: { method: 'GET', route: 'slack/authorize' },
  pause: { method: 'POST', route: 'control/pause' },
  preview: { method: 'POST', route: 'preview' },
  provision: { method: 'POST', route: 'provision' },
  provisionProgress: { method: 'GET', route: 'provision/{requestId}' },
  restart: { method: 'POST', route: 'control/restart' },
  start: { method: 'POST', route: 'control/start' },
  status: { method: 'GET', route: 'status' },
  testAlerts: { method: 'POST', route: 'alerts/test' },
  userAttributes: { method: 'GET', route: 'users/{id}/attributes' },
} as const satisfies Readonly<Record<string, RegisteredRoute>>;

export type AdminRouteName = keyof typeof ADMIN_ROUTES;
