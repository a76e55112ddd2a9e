import { loadProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { requiredPermissions } from '../../../shared/entra/requiredPermissions.ts';
import { usedSourceAttributes } from '../../../shared/mapping/usedSourceAttributes.ts';
import { formatCaller } from './formatPlan.ts';
import { planParameters, readParameters } from './parametersFile.ts';
import { planSetup, type SetupWishes } from './planSetup.ts';
import type { Caller } from './readCaller.ts';
import { readTenant, type Tenant } from './readTenant.ts';
import { type RunPlanOptions, type RunResult, runPlan } from './runPlan.ts';
import type { SetupOptions } from './setupOptions.ts';
import type { Plan } from './step.ts';

/** What came of setting up a tenant. */
export interface SetupResult extends RunResult {
  readonly caller: Caller;
}

/**
 * Sets up a tenant as the options say.
 * @throws StepError, ProvisioningError, ConfigurationError, FileError, UsageError
 */
export async function setUpTenant(options: SetupOptions, run: RunPlanOptions): Promise<SetupResult> {
  const config = loadProvisioningConfig(options.config);
  const wishes: SetupWishes = {
    application: options.application,
    permissions: requiredPermissions({ ...options, photos: usedSourceAttributes(config.users).has('thumbnailPhoto') }),
    sendsMail: config.notify.email.length > 0,
    prune: options.prune,
    adminSignIn: options.adminSignIn,
  };
  const query = { application: options.application, identity: options.identity, adminApp: options.adminSignIn?.name };
  const read = () => readTenant(run.client, query);
  const plan = (tenant: Tenant) => withDeployment(planSetup(tenant, wishes), tenant, options);
  const tenant = await read();
  if (!options.json) run.screen.print(formatCaller(tenant.caller));
  const result = await runPlan(plan(tenant), async () => plan(await read()), run);
  return { ...result, caller: tenant.caller };
}

/** Adds what concerns the deployment: its parameters, and how it goes on. */
function withDeployment(plan: Plan, { slack, adminApp }: Tenant, options: SetupOptions): Plan {
  if (plan.blockers.length > 0) return plan;
  const parameters = planParameters(options.out, readParameters(options.out), {
    slackServicePrincipalId: slack.candidates[0]?.id,
    ...(options.adminSignIn && { adminClientId: adminApp?.registrations[0]?.appId }),
  });
  const next =
    options.identity === undefined
      ? [
          `Deploy (docs/deploy.md), with the parameters in ${options.out}.`,
          'After the deployment: npm run setup -- --identity <name of the managed identity>',
        ]
      : ['Restart the app if it ran before it had its permissions: it keeps its token for up to a day.'];
  return { ...plan, steps: [...plan.steps, parameters], next: [...next, ...plan.next] };
}
