import { createAdminGraph } from './setup/adminGraph.ts';
import { toJson } from './setup/formatPlan.ts';
import { formatSamlValues } from './setup/formatSamlValues.ts';
import { runScript } from './setup/runScript.ts';
import { setUpSso } from './setup/setUpSso.ts';
import { readSsoOptions, SSO_USAGE } from './setup/ssoOptions.ts';

await runScript(SSO_USAGE, readSsoOptions, async (options, terminal) => {
  const client = createAdminGraph({
    ...options,
    ...terminal,
    permissions: [
      'User.Read',
      'Application.ReadWrite.All',
      'Policy.Read.All',
      'Policy.ReadWrite.ApplicationConfiguration',
    ],
  });
  const result = await setUpSso(options, { ...options, ...terminal, client });
  const { caller, state, done, plan, values, isRenewal, certificate } = result;
  const json = { state, ...caller, done: done.map(({ id }) => id), ...toJson(plan), values, isRenewal, certificate };
  return { state, plan, json, ...(values && { text: formatSamlValues(values, options.domain, isRenewal) }) };
});
