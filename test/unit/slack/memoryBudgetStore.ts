import { ConcurrencyError } from '../../../shared/errors/storeErrors.ts';
import type { Budgets } from '../../../shared/model/job.ts';
import type { BudgetStore } from '../../../shared/ports/budgetStore.ts';

export interface MemoryBudgetStore extends BudgetStore {
  /** Table operations so far, failed ones included. */
  readonly operations: ('read' | 'write' | 'conflict')[];
  value(): Budgets | undefined;
  /** Writes as another instance would, past every cache. */
  overwrite(value: Budgets): void;
}

/** One row with an ETag, as the table keeps it. */
export function memoryBudgetStore(): MemoryBudgetStore {
  let row: { value: Budgets; etag: string } | undefined;
  let version = 0;
  const operations: MemoryBudgetStore['operations'] = [];
  const put = (value: Budgets): string => {
    version += 1;
    row = { value, etag: `"${version}"` };
    return row.etag;
  };
  return {
    operations,
    value: () => row?.value,
    overwrite: (value) => {
      put(value);
    },
    async read() {
      operations.push('read');
      return row;
    },
    async write(value, etag) {
      if ((row?.etag ?? null) !== etag) {
        operations.push('conflict');
        throw new ConcurrencyError('The row changed.');
      }
      operations.push('write');
      return put(value);
    },
  };
}
