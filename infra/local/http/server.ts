import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalRequest {
  readonly method: string;
  readonly url: URL;
  /** Values of the route's `:name` parts, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface LocalResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON. */
  readonly body?: string | Buffer | object;
  /** Close the connection without an answer: the lost answer of a committed request. */
  readonly drop?: true;
}

export type Handler = (request: LocalRequest) => LocalResponse | Promise<LocalResponse>;

/** One line of the request log; tests count calls with it. */
export interface LoggedRequest {
  readonly method: string;
  /** Path with query, as received. */
  readonly path: string;
  readonly status: number;
  readonly at: number;
}

export interface LocalServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly requests: LoggedRequest[];
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: LocalResponse): void {
  if (answer.drop) {
    response.socket?.destroy();
    return;
  }
  const { body } = answer;
  const isJson = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
  const payload = body === undefined ? undefined : isJson ? JSON.stringify(body) : body;
  const headers: Record<string, string> = isJson ? { 'content-type': 'application/json; charset=utf-8' } : {};
  response.writeHead(answer.status, { ...headers, ...answer.headers });
  response.end(payload);
}

/**
 * Serves a handler on 127.0.0.1.
 * @param port 0 for any free one
 */
export async function startServer(handle: Handler, port = 0): Promise<LocalServer> {
  const requests: LoggedRequest[] = [];
  const server = createServer(async (request, response) => {
    const method = request.method ?? 'GET';
    const path = request.url ?? '/';
    let answer: LocalResponse;
    try {
      const body = await readBody(request);
      const url = new URL(path, `http://${request.headers.host ?? '127.0.0.1'}`);
      answer = await handle({ method, url, params: {}, headers: request.headers, body });
    } catch (error) {
      answer = { status: 500, body: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    requests.push({ method, path, status: answer.drop ? 0 : answer.status, at: Date.now() });
    send(response, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
