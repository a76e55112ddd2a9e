import { createAdminGraph } from './setup/adminGraph.ts';
import { toJson } from './setup/formatPlan.ts';
import { runScript } from './setup/runScript.ts';
import { setUpTenant } from './setup/setUpTenant.ts';
import { readSetupOptions, SETUP_USAGE } from './setup/setupOptions.ts';

await runScript(SETUP_USAGE, readSetupOptions, async (options, terminal) => {
  const client = createAdminGraph({
    ...options,
    ...terminal,
    permissions: [
      'User.Read',
      'Application.ReadWrite.All',
      'AppRoleAssignment.ReadWrite.All',
      'Synchronization.Read.All',
    ],
  });
  const { caller, state, done, plan } = await setUpTenant(options, { ...options, ...terminal, client });
  return { state, plan, json: { state, ...caller, done: done.map(({ id }) => id), ...toJson(plan) } };
});
