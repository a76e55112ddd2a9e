import { isProvisioningError } from '../errors/provisioningError.ts';
import type { LogRecord } from '../model/logSummary.ts';
import type { LogPage, LogQuery } from '../ports/provisioningLog.ts';
import type { EngineDependencies } from './dependencies.ts';

export type { LogQuery };

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The log, filtered. Somebody who is named by id, or by an address that Entra knows, is looked up in their own history, which
 * goes back as far as the log does; by a name, or an address that nobody has any more, the log is searched.
 * @throws ProvisioningError `invalid` with code `MalformedCursor`
 */
export async function readLogs(query: LogQuery, dependencies: EngineDependencies): Promise<LogPage> {
  return dependencies.log.list(await locate(query, dependencies));
}

/** The same with each entry whole, fewer at once. */
export async function readWholeLogs(query: LogQuery, dependencies: EngineDependencies): Promise<LogPage<LogRecord>> {
  return dependencies.log.listWhole(await locate(query, dependencies));
}

async function locate(query: LogQuery, dependencies: EngineDependencies): Promise<LogQuery> {
  const { person, ...others } = query.filter;
  const sourceId = person && (await idOf(person.trim().toLowerCase(), dependencies));
  return sourceId ? { ...query, filter: others, sourceId } : query;
}

/** Without Graph the log can still be searched. */
async function idOf(person: string, { source }: EngineDependencies): Promise<string | undefined> {
  if (GUID.test(person)) return person;
  if (!person.includes('@')) return undefined;
  try {
    return (await source.findUser(person))?.id;
  } catch (error) {
    if (isProvisioningError(error)) return undefined;
    throw error;
  }
}
