import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import type { AnchorRow, SlackIdRow } from './anchorStore.ts';
import type { CounterRow, CycleRow } from './cycleStore.ts';
import type { DeadLetterRow } from './deadLetterStore.ts';
import type { DeletionRow } from './deletionStore.ts';
import type { DirtyRow } from './dirtyStore.ts';
import type { EscrowRow } from './escrowStore.ts';
import type { InsightRow } from './insightStore.ts';
import type { JobRow } from './jobStore.ts';
import type { LogRow } from './logRows.ts';
import type { RequestRow } from './onDemandStore.ts';
import type { ScopeColumns } from './scopeStore.ts';
import { Table } from './table.ts';
import { toStoreError } from './tableErrors.ts';
import type { UnannouncedRow } from './unannouncedStore.ts';
import type { WaiterRow } from './waitingStore.ts';

/** A connection string (Azurite's `UseDevelopmentStorage=true` too), or `https://<account>.table.core.windows.net` with an identity. */
export type TableConnection =
  | { readonly connectionString: string }
  | { readonly endpoint: string; readonly credential: TokenCredential };

/** The tables, by name. What each holds is described at its store. */
export interface Tables {
  readonly anchors: Table<AnchorRow>;
  readonly slackIds: Table<SlackIdRow>;
  readonly scope: Table<ScopeColumns>;
  readonly waiting: Table<WaiterRow>;
  readonly escrows: Table<EscrowRow>;
  readonly dirty: Table<DirtyRow>;
  readonly deletions: Table<DeletionRow>;
  readonly deadLetters: Table<DeadLetterRow>;
  readonly unannounced: Table<UnannouncedRow>;
  readonly cycles: Table<CycleRow & CounterRow>;
  readonly job: Table<JobRow>;
  readonly requests: Table<RequestRow>;
  readonly insights: Table<InsightRow>;
  readonly provisioningLogs: Table<LogRow>;
  readonly provisioningLogsByObject: Table<LogRow>;
}

/** Bounded, so that a worker's lock and a person's request outlive them: about 0.2 + 0.4 + 0.8 s of waiting. */
const RETRIES = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 };
/** A query may take the service 5 s; then there is the way there and back. */
const OPERATION_TIMEOUT_MS = 15_000;

const TABLE_NAMES = [
  'anchors',
  'slackIds',
  'scope',
  'waiting',
  'escrows',
  'dirty',
  'deletions',
  'deadLetters',
  'unannounced',
  'cycles',
  'job',
  'requests',
  'insights',
  'provisioningLogs',
  'provisioningLogsByObject',
] as const satisfies readonly (keyof Tables)[];

/**
 * Access to the tables. Nothing is sent until the first operation, which creates all tables in parallel; once that has
 * succeeded it costs nothing more in this process.
 * @param timeoutMs longest time for one operation with its retries
 */
export function createTables(connection: TableConnection, timeoutMs = OPERATION_TIMEOUT_MS): Tables {
  const clients = createTableClients(connection);
  const creation = onceSuccessful(async () => {
    await Promise.all(clients.map((client) => createTable(client, timeoutMs)));
  });
  const options = { ready: creation.run, onMissing: creation.forget, timeoutMs };
  return Object.fromEntries(
    clients.map((client) => [client.tableName, new Table(client, options)]),
  ) as unknown as Tables;
}

/** The bare client of each table. */
export function createTableClients(connection: TableConnection): readonly TableClient[] {
  return TABLE_NAMES.map((name) => clientOf(connection, name));
}

function clientOf(connection: TableConnection, name: string): TableClient {
  const options: TableServiceClientOptions = { retryOptions: RETRIES };
  if (!('connectionString' in connection))
    return new TableClient(connection.endpoint, name, connection.credential, options);
  const { connectionString } = connection;
  const isPlainHttp = /(DefaultEndpointsProtocol=http|TableEndpoint=http:\/\/[^;]*)(;|$)/i.test(connectionString);
  return TableClient.fromConnectionString(connectionString, name, { ...options, allowInsecureConnection: isPlainHttp });
}

async function createTable(client: TableClient, timeoutMs: number): Promise<void> {
  try {
    await client.createTable({ abortSignal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw toStoreError(error, client.tableName);
  }
}

/** Shares one run among all callers and remembers success; a failure is forgotten, so that the next caller tries again. */
function onceSuccessful(action: () => Promise<void>): { run: () => Promise<void>; forget: () => void } {
  let running: Promise<void> | undefined;
  return {
    run() {
      running ??= action().catch((error: unknown) => {
        running = undefined;
        throw error;
      });
      return running;
    },
    forget() {
      running = undefined;
    },
  };
}
