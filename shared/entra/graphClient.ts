import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { type BatchAnswer, readBatch } from './graphBatch.ts';
import type { GraphCredential } from './graphCredential.ts';
import { authorize, carried, retryAndClassify, send } from './graphMiddleware.ts';
import { describePath } from './graphPath.ts';

/**
 * Microsoft Graph v1.0. Paths are relative to the version (`/users/…`), with values encoded by the caller (`withQuery`).
 * Methods answer the parsed body (`undefined` when empty) and throw ProvisioningError and nothing else; a POST is repeated
 * only when Graph did not carry it out.
 */
export interface GraphClient {
  get(path: string): Promise<unknown>;
  /** A body that is no JSON, e.g. a photo. */
  getBytes(path: string): Promise<GraphBytes>;
  /**
   * Up to 20 reads in one `$batch` request, answered in the order of the paths. Each is judged by itself: its failure is in
   * its answer, after the retries that it allows. Throws only when there is no answer to the batch as a whole.
   * @param patienceMs longest time to spend waiting for throttled reads; as for single requests when missing
   */
  getBatch(paths: readonly string[], patienceMs?: number): Promise<readonly BatchAnswer[]>;
  post(path: string, body: unknown): Promise<unknown>;
  patch(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
}

export interface GraphBytes {
  readonly bytes: Uint8Array;
  /** Without parameters, lower-case; empty when Graph names none. */
  readonly contentType: string;
}

export interface GraphClientOptions {
  /** Graph root, e.g. `https://graph.microsoft.com`; plain HTTP for loopback only. */
  readonly baseUrl: string;
  readonly credential: GraphCredential;
  readonly clock: Clock;
  readonly random: Random;
  /** Per try, body included. */
  readonly timeoutMs?: number;
  readonly maxTries?: number;
  /** Longest time to spend waiting between tries; what asks for more throws `wait`. */
  readonly patienceMs?: number;
}

/** True for `localhost`, 127.0.0.0/8 and `[::1]`. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** The root without trailing slash and without version, as people may have pasted it with either. */
function toRoot(baseUrl: string): string {
  const root = baseUrl.replace(/\/+$/, '').replace(/\/v1\.0$/i, '');
  const isPermitted = URL.canParse(root) && (root.startsWith('https://') || (/^http:/.test(root) && isLoopback(root)));
  if (isPermitted) return root;
  const message = 'The Graph base URL must start with https:// (plain http:// is for a server on this machine only).';
  throw new ProvisioningError('invalid', 'InvalidBaseUrl', message);
}

function parseBody(text: string, path: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ProvisioningError('retry', 'MalformedAnswer', `Graph's answer for ${describePath(path)} is not JSON.`);
  }
}

async function readBytes(response: Response): Promise<GraphBytes> {
  const [contentType = ''] = (response.headers.get('content-type') ?? '').split(';');
  return { bytes: new Uint8Array(await response.arrayBuffer()), contentType: contentType.trim().toLowerCase() };
}

/** Throws ProvisioningError `invalid` when the base URL may not be used. Sends nothing yet. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const root = toRoot(options.baseUrl);
  const versionRoot = `${root}/v1.0`;
  const { clock, random, maxTries = 4, patienceMs = 10_000, timeoutMs = 30_000 } = options;
  const sdk = Client.initWithMiddleware({
    baseUrl: root,
    defaultVersion: 'v1.0',
    middleware: [
      retryAndClassify({ clock, random, maxTries, patienceMs }, (url) => url.slice(versionRoot.length)),
      authorize(new URL(root).origin, options.credential),
      send(timeoutMs),
    ],
  });

  const request = async <T>(
    method: 'get' | 'post' | 'patch' | 'delete',
    path: string,
    read: (response: Response) => Promise<T>,
    body?: unknown,
  ): Promise<T> => {
    try {
      // The SDK takes the host from any "https://" inside the path.
      const call = sdk.api(path.replaceAll('://', '%3A%2F%2F')).responseType(ResponseType.RAW);
      const response: Response =
        body === undefined && (method === 'get' || method === 'delete')
          ? await call[method]()
          : await call[method](body);
      return await read(response);
    } catch (error) {
      if (error instanceof ProvisioningError) throw error;
      const known = carried(error);
      if (known) throw known;
      const message = `The request ${describePath(path)} could not be made.`;
      throw new ProvisioningError('retry', 'RequestFailed', message, { cause: error });
    }
  };

  const json = (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: unknown) =>
    request(method, path, async (response) => parseBody(await response.text(), path), body);

  return {
    get: (path) => json('get', path),
    getBytes: (path) => request('get', path, readBytes),
    getBatch: (paths, patience = patienceMs) =>
      readBatch((body) => json('post', '/$batch', body), paths, { clock, random, maxTries, patienceMs: patience }),
    post: (path, body) => json('post', path, body),
    patch: (path, body) => json('patch', path, body),
    delete: (path) => json('delete', path),
  };
}
