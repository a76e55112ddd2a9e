import type { IncomingMessage, Server, ServerResponse } from 'node:http';
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
  readonly httpServer: Server;
  /** Azurite's store in memory (LokiJS). */
  readonly metadataStore: {
    readonly db: { getCollection(name: string): { insert(entities: readonly Entity[]): void } };
  };
}

/** An operation that was answered, by Azurite or by who intercepts. */
export interface TableRequest {
  /** HTTP method, or `BATCH` for a transaction. */
  readonly method: string;
  readonly table: string;
  readonly path: string;
}

export interface AzuriteTables {
  /** Account connection string for the tables. */
  readonly connectionString: string;
  /** `http://127.0.0.1:<port>/devstoreaccount1` */
  readonly url: string;
  /** Every request so far but the creation of tables. */
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
  /** Puts a proxy in front, which calls this for each request. */
  readonly intercept?: Intercept;
}

/** Starts Azurite's table service in this process, in memory, on a free port of 127.0.0.1. */
export async function startAzuriteTables({ intercept }: AzuriteOptions = {}): Promise<AzuriteTables> {
  const azurite = createTableServer();
  await azurite.start();
  const address = azurite.getHttpServerAddress();
  const requests: TableRequest[] = [];
  const proxy = intercept && (await startProxy(address, requests, intercept));
  if (!proxy) recordRequests(azurite.httpServer, requests);
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

/** Adds what a server is asked and has answered. */
function recordRequests(server: Server, requests: TableRequest[]): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '' } = request;
    const [path = ''] = url.split('?');
    const isBatch = path.endsWith('/$batch');
    let table = isBatch ? '' : tableIn(path);
    if (isBatch) {
      watchBody(request, (text) => {
        table ||= tableIn(text);
      });
    }
    response.once('finish', () => {
      if (table !== 'Tables') requests.push({ method: isBatch ? 'BATCH' : method, table, path });
    });
  });
}

/** Shows each part of a body on its way to whoever reads it. */
function watchBody(request: IncomingMessage, show: (text: string) => void): void {
  const push = request.push.bind(request);
  request.push = (part: Buffer | null, encoding) => {
    if (part) show(part.toString());
    return push(part, encoding);
  };
}

/** A proxy sees also what never reaches the server. */
function startProxy(target: string, requests: TableRequest[], intercept: Intercept): Promise<LocalServer> {
  const watch: Intercept = async (request, forward) => {
    const answer = await intercept(request, forward);
    const path = request.url.pathname;
    const isBatch = path.endsWith('/$batch');
    const table = tableIn(isBatch ? request.body.toString() : path);
    if (table !== 'Tables') requests.push({ method: isBatch ? 'BATCH' : request.method, table, path });
    return answer;
  };
  return startHttpProxy(() => target, watch);
}

/** The table in the first address of a path or of a transaction's body. */
function tableIn(text: string): string {
  return new RegExp(`/${ACCOUNT}/(\\w+)`).exec(text)?.[1] ?? '';
}
