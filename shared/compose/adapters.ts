import { randomUUID } from 'node:crypto';
import type { Settings } from '../config/settings.ts';
import { CycleProgress } from '../engine/cycleProgress.ts';
import type { EngineDependencies } from '../engine/dependencies.ts';
import { JobGate } from '../engine/jobGate.ts';
import { systemClock } from '../engine/systemClock.ts';
import { createGraphClient } from '../entra/graphClient.ts';
import { createGraphCredential } from '../entra/graphCredential.ts';
import { createSource } from '../entra/source.ts';
import { createSubscriptions } from '../entra/subscriptions.ts';
import { createLogIds } from '../model/logId.ts';
import type { BudgetStore } from '../ports/budgetStore.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import type { JobStore } from '../ports/stores.ts';
import { createSlackTarget } from '../slack/createSlackTarget.ts';
import { createPacer } from '../slack/pacing/createPacer.ts';
import { slackRates } from '../slack/pacing/slackRates.ts';
import { createEnvironmentSecrets } from '../store/environmentSecrets.ts';
import { createFileSecrets } from '../store/fileSecrets.ts';
import { firstOf } from '../store/firstOf.ts';
import type { CompiledConfiguration } from './compileConfiguration.ts';
import { azureCredential } from './credential.ts';
import type { Intake } from './intake.ts';
import { createStores } from './stores.ts';

/** Name of the secret that holds Slack's token. */
const SLACK_TOKEN = 'slack-token';

/** Puts the concrete adapters behind the engine's ports. */
export async function createAdapters(
  settings: Settings,
  configuration: CompiledConfiguration,
  { queue, tables }: Intake,
): Promise<Omit<EngineDependencies, 'logger'>> {
  const instanceId = randomUUID();
  const clock = systemClock;
  const random = Math.random;
  const client = createGraphClient({
    baseUrl: settings.graphBaseUrl,
    credential: createGraphCredential(settings, clock),
    clock,
    random,
  });
  const rates = slackRates({ headRoomPercent: configuration.headRoomPercent, rateScale: settings.slackRateScale });
  const secrets = await createSecrets(settings);
  const stores = createStores(tables);
  return {
    configuration: configuration.engine,
    source: createSource(client, { servicePrincipalId: settings.slackAppServicePrincipalId }),
    subscriptions: createSubscriptions(client, {
      notificationUrl: settings.notificationUrl,
      clientState: settings.graphClientState,
    }),
    target: createSlackTarget({
      baseUrl: settings.slackScimBaseUrl,
      token: (fresh) => secrets.read(SLACK_TOKEN, fresh),
      pacer: createPacer({ store: budgetStore(stores.job), rates, clock, random }),
      clock,
    }),
    ...stores,
    queue,
    gate: new JobGate(stores.job, clock, configuration.enabled),
    progress: new CycleProgress(stores.cycles, clock, instanceId),
    permittedPerSecond: (operation) => rates.permittedPerSecond(operation),
    newLogId: createLogIds(random),
    instanceId,
    clock,
    random,
  };
}

/** Slack's budgets are one document of the job. */
function budgetStore(job: JobStore): BudgetStore {
  return {
    read: () => job.read('budgets'),
    write: (value, etag) => job.write('budgets', value, etag),
  };
}

/** A token in the settings wins over the vault; without a vault a file holds the secrets. */
async function createSecrets(settings: Settings): Promise<SecretStore> {
  const environment = createEnvironmentSecrets({ [SLACK_TOKEN]: settings.slackToken });
  if (settings.keyVaultUrl === undefined) return firstOf(environment, createFileSecrets(settings.secretsFile));
  const { createKeyVaultSecrets } = await import('../store/keyVaultSecrets.ts');
  return firstOf(environment, createKeyVaultSecrets(settings.keyVaultUrl, await azureCredential(settings)));
}
