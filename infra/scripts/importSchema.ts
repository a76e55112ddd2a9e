import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '../../shared/errors/configurationError.ts';
import { convertSchema } from './importSchema/convertSchema.ts';
import { FileError, readText, requireFree, writeWhole } from './importSchema/files.ts';
import { formatConfig } from './importSchema/formatConfig.ts';
import { formatReport } from './importSchema/formatReport.ts';
import { type ImportOptions, readImportOptions, USAGE } from './importSchema/importOptions.ts';
import { UsageError } from './usageError.ts';

const JSON_SCHEMA = fileURLToPath(new URL('../../shared/config/provisioning.schema.json', import.meta.url));

function importSchema({ schema, secrets, out, force, json }: ImportOptions): void {
  if (!force) requireFree(out);
  const result = convertSchema({
    schema: readText(schema),
    secrets: secrets === undefined ? undefined : readText(secrets),
    jsonSchema: pathFrom(dirname(resolve(out)), JSON_SCHEMA),
  });
  writeWhole(out, formatConfig(result.config));
  const { config, ...report } = result;
  if (json) console.log(JSON.stringify({ written: out, enabled: config.enabled, ...report }, null, 2));
  else console.log(`${formatReport(result)}\n\nWrote ${out}. Look at the preview before it is used (docs/import.md).`);
}

/** A relative path as JSON files have them, on Windows too. */
function pathFrom(directory: string, file: string): string {
  const path = relative(directory, file).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

try {
  const options = readImportOptions(process.argv.slice(2));
  if (options) importSchema(options);
  else console.log(USAGE);
} catch (error) {
  const isForPeople = error instanceof UsageError || error instanceof FileError || error instanceof ConfigurationError;
  if (!isForPeople) throw error;
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error.message);
  process.exitCode = 1;
}
