import { parseArgs } from 'node:util';
import { UsageError } from '../usageError.ts';

export const USAGE = `npm run import-schema -- <schema.json> [options]

Makes a provisioning.json of the synchronization schema of Entra's Slack application, and says what it changed and what
it could not carry over. Entra and Slack are not touched. How to get the files: docs/import.md.

  <schema.json>       the answer to GET …/synchronization/jobs/{jobId}/schema; - reads it from standard input
  --secrets <file>    the answer to GET …/synchronization/secrets: scope, notification, deletion limit. No token is copied
  --out <file>        where to write, provisioning.imported.json unless given
  --force             writes over a file that is there
  --json              prints the report as JSON
  --help              prints this`;

export interface ImportOptions {
  /** Path, or `-` for standard input. */
  readonly schema: string;
  readonly secrets: string | undefined;
  readonly out: string;
  readonly force: boolean;
  readonly json: boolean;
}

/**
 * @returns undefined when help is asked for
 * @throws UsageError
 */
export function readImportOptions(args: readonly string[]): ImportOptions | undefined {
  const { values, positionals } = parse(args);
  const { secrets, out, force, json, help } = values;
  if (help) return undefined;
  const [schema, ...more] = positionals;
  if (schema === undefined) throw new UsageError('Which schema? Name its file.');
  if (more.length > 0) throw new UsageError(`One schema at a time: ${more.join(' ')} is too much.`);
  if (schema === '-' && secrets === '-') throw new UsageError('Only one file can come from standard input.');
  if (out === '') throw new UsageError('--out needs the name of a file.');
  return { schema, secrets, out, force, json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        secrets: { type: 'string' },
        out: { type: 'string', default: 'provisioning.imported.json' },
        force: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
