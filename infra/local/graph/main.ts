import { parseArgs } from 'node:util';
import { createDemoTenant } from '../demo/createDemoTenant.ts';
import { DEMO_SLACK_SERVICE_PRINCIPAL_ID, DEMO_TENANT_ID } from '../demo/demoIds.ts';
import { startGraphSimulator } from './startGraphSimulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7080' },
    users: { type: 'string', default: '300' },
    data: { type: 'string' },
    'time-scale': { type: 'string', default: '1' },
  },
});

const simulator = await startGraphSimulator({
  port: Number(values.port),
  tenant: createDemoTenant({ users: Number(values.users) }),
  timeScale: Number(values['time-scale']),
  ...(values.data === undefined ? {} : { dataFile: values.data }),
});

console.log(`Microsoft Graph (simulated): ${simulator.url}/v1.0, switches at ${simulator.url}/_simulator`);
console.log(`ENTRA_TENANT_ID=${DEMO_TENANT_ID}`);
console.log(`SLACK_APP_SERVICE_PRINCIPAL_ID=${DEMO_SLACK_SERVICE_PRINCIPAL_ID}`);
console.log(`Try: curl -H 'Authorization: Bearer local' '${simulator.url}/v1.0/users?$top=3'`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void simulator.close().then(() => process.exit(0));
  });
}
