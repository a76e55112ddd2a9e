import type { TableClient, TransactionAction } from '@azure/data-tables';
import { isTableMissing, statusOf, toStoreError } from './tableErrors.ts';

/** Where a row is. Keys are made in `tableKeys.ts` only. */
export interface RowKey {
  readonly partitionKey: string;
  readonly rowKey: string;
}

export type Row<Columns extends object> = RowKey & Columns;
export type StoredRow<Columns extends object> = Row<Columns> & { readonly etag: string };

/** One action of a transaction. `Merge` keeps columns that the new row lacks. */
export type TableAction =
  | readonly ['create' | 'delete', RowKey]
  | readonly ['update' | 'upsert', RowKey, 'Merge' | 'Replace'];

export interface TableOptions {
  /** Resolves when the table exists. */
  readonly ready: () => Promise<void>;
  /** Called when the service says that the table is missing after all. */
  readonly onMissing: () => void;
  /** Longest time for one operation with its retries, milliseconds. */
  readonly timeoutMs: number;
}

const PAGE_SIZE = 1000;

/**
 * One table. Each method but `pages` is one operation. Methods throw what `toStoreError` says: ConcurrencyError on a lost
 * race, ProvisioningError otherwise.
 */
export class Table<Columns extends object> {
  readonly #client: TableClient;
  readonly #options: TableOptions;

  constructor(client: TableClient, options: TableOptions) {
    this.#client = client;
    this.#options = options;
  }

  get name(): string {
    return this.#client.tableName;
  }

  async read({ partitionKey, rowKey }: RowKey): Promise<StoredRow<Columns> | undefined> {
    return this.#run(async (abortSignal) => {
      try {
        return (await this.#client.getEntity(partitionKey, rowKey, { abortSignal })) as unknown as StoredRow<Columns>;
      } catch (error) {
        if (statusOf(error) === 404 && !isTableMissing(error)) return undefined;
        throw error;
      }
    });
  }

  /** ConcurrencyError when the row exists. @returns the ETag */
  async insert(row: Row<Columns>): Promise<string> {
    return this.#run(async (abortSignal) => etagOf(await this.#client.createEntity(row, { abortSignal })));
  }

  /** Overwrites the whole row. ConcurrencyError when it changed since `etag` or is gone. @returns the new ETag */
  async replace(row: Row<Columns>, etag: string): Promise<string> {
    return this.#run(async (abortSignal) =>
      etagOf(await this.#client.updateEntity(row, 'Replace', { etag, abortSignal })),
    );
  }

  /** Inserts or overwrites the whole row: last writer wins. @returns the ETag */
  async put(row: Row<Columns>): Promise<string> {
    return this.#run(async (abortSignal) => etagOf(await this.#client.upsertEntity(row, 'Replace', { abortSignal })));
  }

  /** ConcurrencyError when the row changed since `etag`; no error when there is none. */
  async delete({ partitionKey, rowKey }: RowKey, etag = '*'): Promise<void> {
    await this.#run(async (abortSignal) => {
      try {
        await this.#client.deleteEntity(partitionKey, rowKey, { etag, abortSignal });
      } catch (error) {
        if (statusOf(error) !== 404 || isTableMissing(error)) throw error;
      }
    });
  }

  /** All or nothing, at most 100 actions on distinct rows of one partition. */
  async transact(actions: readonly TableAction[]): Promise<void> {
    await this.#run(async (abortSignal) => {
      await this.#client.submitTransaction([...actions] as unknown as TransactionAction[], { abortSignal });
    });
  }

  /** Rows by key order, one operation a page; no empty pages. */
  async *pages(
    filter: string,
    options: { readonly select?: readonly string[]; readonly pageSize?: number } = {},
  ): AsyncGenerator<readonly StoredRow<Columns>[]> {
    const queryOptions = { filter, ...(options.select && { select: [...options.select] }) };
    const maxPageSize = options.pageSize ?? PAGE_SIZE;
    let continuationToken: string | undefined;
    do {
      const resume = continuationToken === undefined ? {} : { continuationToken };
      const page = await this.#run(async (abortSignal) => {
        const listing = this.#client.listEntities({ queryOptions, abortSignal });
        return (await listing.byPage({ maxPageSize, ...resume }).next()).value;
      });
      if (page && page.length > 0) yield page as unknown as readonly StoredRow<Columns>[];
      continuationToken = page?.continuationToken;
    } while (continuationToken !== undefined);
  }

  /** All rows of a key range that is known to be small. */
  async all(filter: string): Promise<readonly StoredRow<Columns>[]> {
    const rows: StoredRow<Columns>[] = [];
    for await (const page of this.pages(filter)) rows.push(...page);
    return rows;
  }

  async #run<Result>(operation: (abortSignal: AbortSignal) => Promise<Result>): Promise<Result> {
    await this.#options.ready();
    try {
      return await operation(AbortSignal.timeout(this.#options.timeoutMs));
    } catch (error) {
      if (isTableMissing(error)) this.#options.onMissing();
      throw toStoreError(error, this.name);
    }
  }
}

function etagOf(answer: { readonly etag?: string }): string {
  if (answer.etag === undefined) throw new Error('The table service answered a write without an ETag.');
  return answer.etag;
}
