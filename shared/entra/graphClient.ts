import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { ProvisioningError } from '../errors/provisioningError.ts';
import type { Clock, Random } from '../ports/clock.ts';
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
  post(path: string, body: unknown): Promise<unknown>;
  patch(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
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

  const request = async (method: 'get' | 'post' | 'patch' | 'delete', path: string, body?: unknown) => {
    try {
      // The SDK takes the host from any "https://" inside the path.
      const call = sdk.api(path.replaceAll('://', '%3A%2F%2F')).responseType(ResponseType.RAW);
      const response: Response =
        body === undefined && (method === 'get' || method === 'delete')
          ? await call[method]()
          : await call[method](body);
      return parseBody(await response.text(), path);
    } catch (error) {
      if (error instanceof ProvisioningError) throw error;
      const known = carried(error);
      if (known) throw known;
      const message = `The request ${describePath(path)} could not be made.`;
      throw new ProvisioningError('retry', 'RequestFailed', message, { cause: error });
    }
  };

  return {
    get: (path) => request('get', path),
    post: (path, body) => request('post', path, body),
    patch: (path, body) => request('patch', path, body),
    delete: (path) => request('delete', path),
  };
}
