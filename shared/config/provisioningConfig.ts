import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { ConfigurationError } from '../errors/configurationError.ts';
import { filterProblems } from './filterProblems.ts';
import { jsonProblems } from './jsonProblems.ts';
import { mappingProblems } from './mappingProblems.ts';
import { provisioningSchema } from './provisioningSchema.ts';
import { schemaProblems } from './schemaProblems.ts';

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** `provisioning.json` with every default filled in. */
export type ProvisioningConfig = DeepReadonly<Omit<z.output<typeof provisioningSchema>, '$schema'>>;

/**
 * Reads the text of `provisioning.json`.
 *
 * @param where the file's name, for the error
 * @throws ConfigurationError that lists every problem
 */
export function parseProvisioningConfig(text: string, where: string): ProvisioningConfig {
  const json = text.replace(/^\uFEFF/u, '');
  const syntax = jsonProblems(json);
  if (syntax.length > 0) throw new ConfigurationError(`${where} is not correct JSON:`, syntax);
  const file: unknown = JSON.parse(json);
  const parsed = provisioningSchema.safeParse(file, { reportInput: true });
  const shape = parsed.success
    ? []
    : schemaProblems(parsed.error.issues, z.toJSONSchema(provisioningSchema, { io: 'input' }));
  const problems = [...shape, ...mappingProblems(file), ...filterProblems(file)];
  if (!parsed.success || problems.length > 0) throw new ConfigurationError(`${where} is not valid:`, problems);
  const { $schema, ...config } = parsed.data;
  return config;
}

/** Reads a `provisioning.json`. Synchronous, because timers are registered with its schedules. Errors as for `parseProvisioningConfig`. */
export function loadProvisioningConfig(path: string): ProvisioningConfig {
  return parseProvisioningConfig(readText(path), path);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const what = `${path} cannot be read (${code}). Set the path of the configuration, e.g. provisioning.json.`;
    throw new ConfigurationError('There is no configuration:', [{ where: 'PROVISIONING_CONFIG', what }]);
  }
}
