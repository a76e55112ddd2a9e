import { RestError } from '@azure/data-tables';
import { ProvisioningError } from '../errors/provisioningError.ts';
import { ConcurrencyError } from '../errors/storeErrors.ts';

/** Row missing, row there already, ETag outdated: someone else was faster. */
const LOST_RACE = new Set([404, 409, 412]);
/** The request itself is wrong and stays wrong, e.g. an entity over 1 MiB. */
const REJECTED = new Set([400, 413]);

/** HTTP status of a failed table request; undefined when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof RestError ? error.statusCode : undefined;
}

/** The service's own code, e.g. `EntityAlreadyExists`, wherever the SDK has put it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof RestError)) return undefined;
  const details = error.details as { odataError?: { code?: string } } | undefined;
  return error.code ?? details?.odataError?.code;
}

/** True when the table itself is missing, not the row. */
export function isTableMissing(error: unknown): boolean {
  return codeOf(error) === 'TableNotFound' || codeOf(error) === 'TableBeingDeleted';
}

/**
 * A failed table request as the ports promise it: ConcurrencyError for a lost race, ProvisioningError `invalid`
 * (`StorageRejected`) for what the service will never take, and `retry` (`StorageUnavailable`) for everything else,
 * refused credentials included: a new role assignment takes minutes to be seen.
 */
export function toStoreError(error: unknown, table: string): Error {
  if (error instanceof ProvisioningError || error instanceof ConcurrencyError) return error;
  const status = statusOf(error);
  const fault = `${status ?? 'no answer'}${codeOf(error) ? ` ${codeOf(error)}` : ''}`;
  if (isTableMissing(error)) return unavailable(table, fault, error);
  if (status !== undefined && LOST_RACE.has(status)) {
    return new ConcurrencyError(`A row of table ${table} was changed meanwhile (${fault}).`, { cause: error });
  }
  if (status !== undefined && REJECTED.has(status)) {
    return new ProvisioningError('invalid', 'StorageRejected', `Table ${table} refused a row (${fault}).`, {
      cause: error,
    });
  }
  return unavailable(table, fault, error);
}

function unavailable(table: string, fault: string, cause: unknown): ProvisioningError {
  return new ProvisioningError('retry', 'StorageUnavailable', `Table ${table} cannot be used now (${fault}).`, {
    cause,
  });
}
