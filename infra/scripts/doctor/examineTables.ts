import { RestError, type TableClient } from '@azure/data-tables';
import type { Random } from '../../../shared/ports/clock.ts';
import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import { isTableMissing } from '../../../shared/store/tableErrors.ts';
import { notSignedIn } from './notSignedIn.ts';
import { type Finding, failed, passed, skipped, warning } from './section.ts';

/** Where a row is written: in a partition of its own, which nothing else reads. */
const TABLE = 'job';
const PARTITION = 'doctor';

/** Whether each table can be read; with `write` also whether a row can be written and taken away. */
export async function examineTables(
  tables: readonly TableClient[],
  { write, random }: { readonly write: boolean; readonly random: Random },
): Promise<readonly ConnectionCheck[]> {
  const missing: string[] = [];
  try {
    for (const table of tables) if (!(await isThere(table))) missing.push(table.tableName);
  } catch (error) {
    return [{ name: 'read', ...explain(error, 'read') }];
  }
  const reading: ConnectionCheck = { name: 'read', ...judge(missing, tables.length) };
  const table = tables.find(({ tableName }) => tableName === TABLE && !missing.includes(tableName));
  return write && table ? [reading, { name: 'write', ...(await tryWriting(table, random)) }] : [reading];
}

async function isThere(table: TableClient): Promise<boolean> {
  try {
    await table
      .listEntities({ abortSignal: AbortSignal.timeout(20_000) })
      .byPage({ maxPageSize: 1 })
      .next();
    return true;
  } catch (error) {
    if (isTableMissing(error)) return false;
    throw error;
  }
}

function judge(missing: readonly string[], count: number): Finding {
  if (missing.length === 0) return passed(`All ${count} tables can be read.`);
  if (missing.length === count)
    return warning('There are no tables yet.', 'The app makes them when it first needs them: see whether it runs.');
  return warning(`Not there: ${missing.join(', ')}.`, 'The app makes them when it next needs them.');
}

async function tryWriting(table: TableClient, random: Random): Promise<Finding> {
  const rowKey = random().toString(36).slice(2);
  try {
    await table.createEntity({ partitionKey: PARTITION, rowKey });
    await table.deleteEntity(PARTITION, rowKey);
    return passed(`A row was written to ${table.tableName} and taken away again.`);
  } catch (error) {
    return explain(error, 'write');
  }
}

function explain(error: unknown, what: 'read' | 'write'): Finding {
  const signIn = notSignedIn(error);
  if (signIn) return signIn;
  const isRest = error instanceof RestError;
  const facts = isRest
    ? { ...(error.code && { code: error.code }), ...(error.statusCode && { httpStatus: error.statusCode }) }
    : {};
  if (isRest && (error.statusCode === 401 || error.statusCode === 403)) {
    const role = what === 'read' ? 'Storage Table Data Reader' : 'Storage Table Data Contributor';
    const action = `To look, give yourself the role ${role} on the storage account for the time being; behind private endpoints run the doctor in their network. Whether the app itself can use them shows in its last sweep.`;
    return { ...skipped(`Whoever is signed in on this machine may not ${what} the tables.`, action), ...facts };
  }
  const action =
    'Check TABLES_ENDPOINT (or TABLES_CONNECTION, AzureWebJobsStorage), and whether the account can be reached from this machine.';
  return { ...failed(`The tables cannot be reached to ${what} them.`, action), ...facts };
}
