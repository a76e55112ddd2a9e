import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { StartError } from './startError.ts';

export interface AzuriteOptions {
  readonly ports: { readonly blob: number; readonly queue: number; readonly table: number };
  /** Folder for the data; without it everything is in memory. */
  readonly dataFolder?: string;
}

export interface Azurite {
  /** Storage connection string. */
  readonly connectionString: string;
  close(): Promise<void>;
}

/** Azurite's published development account; not a secret. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** Starts Azurite as a process of its own and resolves when all three services listen. */
export async function startAzurite({ ports, dataFolder }: AzuriteOptions): Promise<Azurite> {
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const place = dataFolder === undefined ? ['--inMemoryPersistence'] : ['--location', dataFolder];
  const child = spawn(
    process.execPath,
    [
      main,
      ...place,
      ...['--skipApiVersionCheck', '--disableTelemetry', '--silent'],
      ...['--blobHost', '127.0.0.1', '--queueHost', '127.0.0.1', '--tableHost', '127.0.0.1'],
      ...['--blobPort', String(ports.blob), '--queuePort', String(ports.queue), '--tablePort', String(ports.table)],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const closed = once(child, 'close');
  const found = new Map<string, string>();
  let printed = '';
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        for (const [, service, url] of printed.matchAll(
          /Azurite (\w+) service is successfully listening at (http:\/\/[\d.:]+)/g,
        )) {
          if (service && url) found.set(service, url);
        }
        if (found.size === 3) resolve();
      });
    }
  });
  const isReady = await Promise.race([ready.then(() => true), closed.then(() => false)]);
  if (!isReady) throw new StartError(`Azurite does not start.\n${printed.trim()}`);
  const endpoint = (service: string) => `${service}Endpoint=${found.get(service)}/${ACCOUNT};`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${['Blob', 'Queue', 'Table'].map(endpoint).join('')}`,
    close: async () => {
      child.kill('SIGINT');
      await closed;
    },
  };
}
