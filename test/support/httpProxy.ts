import { request as httpRequest } from 'node:http';
import { type LocalRequest, type LocalResponse, type LocalServer, startServer } from '../../infra/local/http/server.ts';

/** What a test may do with a request on its way; `forward` carries it out. */
export type Intercept = (request: LocalRequest, forward: () => Promise<LocalResponse>) => Promise<LocalResponse>;

/**
 * Puts a server of its own in front of another one, on any free port.
 * @param target root of the other one; asked for each request, so that it may start later
 */
export function startHttpProxy(target: () => string, intercept: Intercept): Promise<LocalServer> {
  return startServer((request) => intercept(request, () => forwardTo(target(), request)));
}

/** Sends a request on as it came: a signature covers the path and the headers, but not the host. */
function forwardTo(target: string, { method, url, headers, body }: LocalRequest): Promise<LocalResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(target + url.pathname + url.search, { method, headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const { 'transfer-encoding': _, ...rest } = answer.headers;
      const answerHeaders = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
      resolve({ status: answer.statusCode ?? 500, headers: answerHeaders, body: Buffer.concat(chunks) });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
