import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../errors/configurationError.ts';

/** The text of a `provisioning.json`. @throws ConfigurationError when it cannot be read */
export function readConfigurationFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const what = `${path} cannot be read (${code}). Set the path of the configuration, e.g. provisioning.json.`;
    throw new ConfigurationError('There is no configuration:', [{ where: 'PROVISIONING_CONFIG', what }]);
  }
}
