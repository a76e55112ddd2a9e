import { checkedConfigurations, digestOf } from './checkedConfigurations.ts';
import type { ProvisioningConfig } from './provisioningConfig.ts';
import { readConfigurationFile } from './readConfigurationFile.ts';

/**
 * The configuration that the app starts with. Checking it takes longer than everything else at the start, so a file that the
 * packaging has checked is taken as it was found then; any other is checked now.
 * @throws ConfigurationError that lists every problem
 */
export async function readConfiguration(path: string): Promise<ProvisioningConfig> {
  const text = readConfigurationFile(path);
  const checked = checkedConfigurations()[digestOf(text)];
  if (checked) return checked;
  const { parseProvisioningConfig } = await import('./provisioningConfig.ts');
  return parseProvisioningConfig(text, path);
}
