import { createRequire } from 'node:module';
import type { LocalServer } from '../../infra/local/http/server.ts';
import { type Intercept, startHttpProxy } from './httpProxy.ts';

/** Azurite's published development account. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

interface Entity {
  readonly PartitionKey: string;
  readonly RowKey: string;
  readonly eTag: string;
  readonly lastModifiedTime: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface TableServer {
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
  /** Azurite's store in memory (LokiJS). */
  readonly metadataStore: {
    readonly db: { getCollection(name: string): { insert(entities: readonly Entity[]): void } };
  };
}

/** One operation as the proxy saw it. */
export interface TableRequest {
  /** HTTP method, or `BATCH` for a transaction. */
  readonly method: string;
  readonly table: string;
  readonly path: string;
  readonly status: number;
}

export interface AzuriteTables {
  /** Account connection string for the tables. */
  readonly connectionString: string;
  /** `http://127.0.0.1:<port>/devstoreaccount1`; through the proxy if there is one. */
  readonly url: string;
  /** Every request so far but the creation of tables; with `proxy` only. */
  readonly requests: readonly TableRequest[];
  /** Runs an action and answers the operations that it caused, as `GET anchors` or `BATCH scope`. */
  operationsOf(action: () => Promise<unknown>): Promise<readonly string[]>;
  /** Puts rows into a table that exists, past HTTP and many times faster. Values are texts, numbers, Booleans or dates. */
  fill(table: string, rows: readonly (Readonly<Record<string, unknown>> & TableKey)[]): void;
  close(): Promise<void>;
}

interface TableKey {
  readonly partitionKey: string;
  readonly rowKey: string;
}

export interface AzuriteOptions {
  /** Puts a counting HTTP proxy in front. */
  readonly proxy?: boolean;
  /** Called by the proxy for each request; the default forwards. Implies `proxy`. */
  readonly intercept?: Intercept;
}

/** Starts Azurite's table service in this process, in memory, on a free port of 127.0.0.1. */
export async function startAzuriteTables(options: AzuriteOptions = {}): Promise<AzuriteTables> {
  const azurite = createTableServer();
  await azurite.start();
  const address = azurite.getHttpServerAddress();
  const requests: TableRequest[] = [];
  const isProxied = options.proxy || options.intercept;
  const proxy = isProxied ? await startProxy(address, requests, options.intercept) : undefined;
  const url = `${proxy?.url ?? address}/${ACCOUNT}`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};TableEndpoint=${url};`,
    url,
    requests,
    async operationsOf(action) {
      const start = requests.length;
      await action();
      return requests.slice(start).map(({ method, table }) => `${method} ${table}`);
    },
    fill(table, rows) {
      azurite.metadataStore.db.getCollection(`${ACCOUNT}$${table}`).insert(rows.map(toEntity));
    },
    async close() {
      await proxy?.close();
      await azurite.close();
    },
  };
}

/** A row as Azurite keeps it, with the type of a date beside its value. */
function toEntity({ partitionKey, rowKey, ...columns }: Readonly<Record<string, unknown>> & TableKey): Entity {
  const properties = Object.entries(columns).flatMap(([name, value]) =>
    value instanceof Date
      ? [[name, value.toISOString()] as const, [`${name}@odata.type`, 'Edm.DateTime'] as const]
      : [[name, value] as const],
  );
  const lastModifiedTime = '2026-01-01T00:00:00.0000000Z';
  const eTag = `W/"datetime'${encodeURIComponent(lastModifiedTime)}'"`;
  const keys = { PartitionKey: partitionKey, RowKey: rowKey };
  return { ...keys, eTag, lastModifiedTime, properties: { ...keys, ...Object.fromEntries(properties) } };
}

/** Azurite has no public API for this; the package's version is pinned. */
function createTableServer(): TableServer {
  const load = createRequire(import.meta.url);
  const { default: Server } = load('azurite/dist/src/table/TableServer') as {
    default: new (configuration: object) => TableServer;
  };
  const { default: Configuration } = load('azurite/dist/src/table/TableConfiguration') as {
    default: new (...positional: unknown[]) => object;
  };
  load('azurite/dist/src/common/Logger').configLogger(false);
  const [keepAliveSeconds, loose, skipApiVersionCheck, disableProductStyleUrl, inMemory] = [5, false, true, true, true];
  const noLogs = [false, false, undefined, undefined];
  const noTls = ['', '', '', undefined];
  return new Server(
    new Configuration(
      '127.0.0.1',
      0,
      keepAliveSeconds,
      'unused.json',
      ...noLogs,
      loose,
      skipApiVersionCheck,
      ...noTls,
      disableProductStyleUrl,
      inMemory,
    ),
  );
}

function startProxy(target: string, requests: TableRequest[], intercept?: Intercept): Promise<LocalServer> {
  const watch: Intercept = async (request, forward) => {
    const answer = await (intercept ? intercept(request, forward) : forward());
    const isBatch = request.url.pathname.endsWith('/$batch');
    const table = tableIn(isBatch ? request.body.toString() : request.url.pathname);
    const status = answer.drop ? 0 : answer.status;
    if (table !== 'Tables') {
      requests.push({ method: isBatch ? 'BATCH' : request.method, table, path: request.url.pathname, status });
    }
    return answer;
  };
  return startHttpProxy(() => target, watch);
}

/** The table in the first address of a path or of a transaction's body. */
function tableIn(text: string): string {
  return new RegExp(`/${ACCOUNT}/(\\w+)`).exec(text)?.[1] ?? '';
}
