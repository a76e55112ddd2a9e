import { globSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Enough to let the functions register their routes; nothing is called. */
const SETTINGS: Readonly<Record<string, string>> = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  ServiceBusConnection: 'Endpoint=sb://localhost;SharedAccessKeyName=none;SharedAccessKey=none',
  GRAPH_BASE_URL: 'http://127.0.0.1:1',
  GRAPH_CLIENT_STATE: 'none',
  NOTIFICATION_URL: 'http://127.0.0.1:1',
  ENTRA_TENANT_ID: '00000000-0000-0000-0000-000000000001',
  SLACK_APP_SERVICE_PRINCIPAL_ID: '00000000-0000-0000-0000-000000000002',
  PROVISIONING_CONFIG: `${ROOT}provisioning.json`,
};

/** The description of the admin routes as the app answers it. */
export const OPEN_API_PAGE = {
  path: 'docs/openapi.json',
  async render(): Promise<string> {
    Object.assign(process.env, SETTINGS);
    for (const file of globSync('functions/admin/*.ts', { cwd: ROOT })) await import(pathToFileURL(ROOT + file).href);
    const { adminRoutes } = await import('../../../functions/admin/adminRoute.ts');
    const { openApiDocument } = await import('../../../functions/admin/openApiDocument.ts');
    return `${JSON.stringify(openApiDocument(adminRoutes()), null, 2)}\n`;
  },
};
