import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HostRequest, HostResponse } from './hostResponse.ts';

/** How long open requests may take when the server closes; whoever closes it has let the work end before. */
const CLOSE_LIMIT_MS = 1_000;

export interface Listener {
  readonly port: number;
  /** Takes no further connections and resolves once the open requests are answered or cut. */
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function readRequest(request: IncomingMessage, origin: string): Promise<HostRequest> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const authority = headers.host ? `http://${headers.host}` : origin;
  // A request target that starts with two slashes must stay a path.
  const url = new URL(authority + (request.url ?? '/'));
  return { method: request.method ?? 'GET', url, headers, body: await readBody(request) };
}

function send(response: ServerResponse, answer: HostResponse): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? new Uint8Array());
  const bodiless = answer.status === 204 || answer.status === 304;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.cookies && answer.cookies.length > 0) response.setHeader('set-cookie', answer.cookies);
  if (!bodiless) response.setHeader('content-length', body.byteLength);
  response.writeHead(answer.status);
  response.end(bodiless ? undefined : body);
}

/**
 * Serves on 127.0.0.1.
 * @param port 0 for any free one
 * @param onError told what the handler has thrown; the client gets a 500
 */
export async function listen(
  port: number,
  handle: (request: HostRequest) => Promise<HostResponse>,
  onError: (error: unknown) => void,
): Promise<Listener> {
  const server = createServer(async (request, response) => {
    try {
      send(response, await handle(await readRequest(request, origin)));
    } catch (error) {
      onError(error);
      if (response.headersSent) response.destroy();
      else send(response, { status: 500 });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${bound}`;
  return {
    port: bound,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), CLOSE_LIMIT_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
