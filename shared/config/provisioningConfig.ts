import * as z from 'zod';
import { ConfigurationError } from '../errors/configurationError.ts';
import { filterProblems } from './filterProblems.ts';
import { jsonProblems } from './jsonProblems.ts';
import { mappingProblems } from './mappingProblems.ts';
import { provisioningSchema } from './provisioningSchema.ts';
import { readConfigurationFile } from './readConfigurationFile.ts';
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

/** Reads and checks a `provisioning.json`. Errors as for `parseProvisioningConfig`. */
export function loadProvisioningConfig(path: string): ProvisioningConfig {
  return parseProvisioningConfig(readConfigurationFile(path), path);
}
