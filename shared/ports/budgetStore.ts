import type { Budgets } from '../model/job.ts';

/**
 * The one row that holds Slack's budgets for every instance of the app.
 * Methods throw ConcurrencyError on a lost race and ProvisioningError `retry` on a storage fault.
 */
export interface BudgetStore {
  /** `undefined`: there is no row yet. */
  read(): Promise<{ readonly value: Budgets; readonly etag: string } | undefined>;
  /**
   * @param etag the row's ETag as last seen; `null`: the row must not exist yet
   * @returns the new ETag
   */
  write(value: Budgets, etag: string | null): Promise<string>;
}
