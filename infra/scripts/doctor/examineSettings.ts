import { checkScopeSettings } from '../../../shared/config/checkScopeSettings.ts';
import { loadProvisioningConfig, type ProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { readSettings, type Settings } from '../../../shared/config/settings.ts';
import type { Environment } from '../../../shared/config/settingsReader.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import { passed, warning } from './section.ts';

export interface ExaminedSettings {
  /** Undefined when the app would not start with them. */
  readonly settings: Settings | undefined;
  readonly config: ProvisioningConfig | undefined;
  readonly checks: readonly ConnectionCheck[];
}

/** An app in Azure knows its host name without a setting. */
const NAME_THE_APP = 'For an app in Azure add --url https://<app>.azurewebsites.net to this command.';

const KEY_VAULT_REFERENCE = '@Microsoft.KeyVault(';

/** The settings, read as the app reads them; and `provisioning.json` as it is on this machine. */
export function examineSettings(environment: Environment): ExaminedSettings {
  const checks: ConnectionCheck[] = [];
  const attempt = <T>(name: string, fix: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      checks.push(...error.problems.map(({ where, what }) => problem(name, where, what, fix)));
      return undefined;
    }
  };
  const inApp =
    'Set it in the Function App (az functionapp config appsettings set), or in infra/main.bicep, and deploy.';
  const settings = attempt('settings', inApp, () => readSettings(withoutReferences(environment, 'in-key-vault')));
  const file = environment.PROVISIONING_CONFIG ?? 'provisioning.json';
  const config = attempt('provisioning.json', `Mend ${file} and deploy again.`, () => loadProvisioningConfig(file));
  if (settings && config) attempt('settings', inApp, () => checkScopeSettings(settings, config));
  if (checks.length > 0) return { settings, config, checks };

  const count = Object.keys(environment).filter((name) => environment[name]?.startsWith(KEY_VAULT_REFERENCE)).length;
  const references = count > 0 ? ` ${count} of them are in Key Vault.` : '';
  checks.push({ name: 'settings', ...passed(`The app can start with them.${references}`) });
  checks.push({ name: 'provisioning.json', ...passed('It is right.') });
  if (config?.enabled === false) {
    checks.push({
      name: 'enabled',
      ...warning(
        '"enabled" is false: nothing is written to Slack.',
        'Set it to true when the preview is as you want it.',
      ),
    });
  }
  if (settings && !settings.local && !environment.APPLICATIONINSIGHTS_CONNECTION_STRING) {
    checks.push({
      name: 'monitoring',
      ...warning(
        'Application Insights is not connected: no logs, no alerts.',
        'Set APPLICATIONINSIGHTS_CONNECTION_STRING; infra/main.bicep does.',
      ),
    });
  }
  return { settings, config, checks };
}

/** A reference is resolved in Azure; seen from outside, all that can be said is that there is one. */
export function withoutReferences(environment: Environment, replacement: string | undefined): Environment {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value?.startsWith(KEY_VAULT_REFERENCE) ? replacement : value,
    ]),
  );
}

function problem(name: string, where: string, what: string, fix: string): ConnectionCheck {
  const action = where === 'NOTIFICATION_URL' && what.startsWith('It is required') ? NAME_THE_APP : fix;
  return { name, result: 'failed', message: `${where}: ${what}`, action };
}
