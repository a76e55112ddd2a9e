import { configurationPath } from '../../../shared/config/configurationPath.ts';
import { isRecord } from '../../../shared/config/isRecord.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import { type GraphSchema, graphSchema } from './graphSchema.ts';
import { readJson } from './readJson.ts';

const WHERE = 'the schema';
const HOW_TO_GET = 'Save the answer to GET …/servicePrincipals/{id}/synchronization/jobs/{jobId}/schema.';

/**
 * Reads a synchronization schema: as Graph answers it, in a list (`value`), or as part of a job.
 *
 * @throws ConfigurationError that says what the text is instead, or which part of it is not as documented
 */
export function readGraphSchema(text: string): GraphSchema {
  const json = unwrap(readJson(text, WHERE));
  const parsed = graphSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    'The schema is not as Graph gives it:',
    parsed.error.issues.map(({ path, message }) => ({ where: configurationPath(path), what: `${message}.` })),
  );
}

function unwrap(json: unknown): unknown {
  if (!isRecord(json)) throw notASchema(`It holds ${Array.isArray(json) ? 'a list' : 'a single value'}.`);
  if (json.synchronizationRules !== undefined) return json;
  if (isRecord(json.schema)) return unwrap(json.schema);
  if (Array.isArray(json.value)) return unwrapList(json.value);
  if (isRecord(json.error)) throw notASchema('It is an error that Graph answered.');
  if (isRecord(json.users)) throw notASchema('It looks like a provisioning.json.');
  throw notASchema('It has no synchronizationRules.');
}

function unwrapList(list: readonly unknown[]): unknown {
  const schemas = list.filter((item) => isRecord(item) && (item.synchronizationRules ?? item.schema));
  if (schemas.length > 1) throw notASchema(`It holds ${schemas.length} schemas; keep the one of the Slack job.`);
  if (schemas.length === 1) return unwrap(schemas[0]);
  if (list.some((item) => isRecord(item) && 'templateId' in item)) throw notASchema('It is the list of jobs.');
  if (list.some((item) => isRecord(item) && 'key' in item)) throw notASchema('It is the list of secrets.');
  throw notASchema('It is a list without a schema in it.');
}

function notASchema(what: string): ConfigurationError {
  return new ConfigurationError('This is not a synchronization schema:', [
    { where: WHERE, what: `${what} ${HOW_TO_GET}` },
  ]);
}
