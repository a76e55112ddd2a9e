import { createServer, type Server } from 'node:http';
import type { Broker } from '../broker.ts';
import { describeQueue, NOTHING_FOUND } from './describeQueue.ts';

/**
 * The part of Service Bus' management API (Atom over HTTP) that tells how a queue is made and what is in it, for
 * `ServiceBusAdministrationClient`. Any token is taken, none is not.
 */
export function createManagementServer(broker: Broker): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
    const answer = (status: number, body: string) => {
      response.writeHead(status, { 'content-type': 'application/atom+xml;type=entry;charset=utf-8' }).end(body);
    };
    if (!request.headers.authorization) return answer(401, error(401, 'MissingToken: Authorization token is missing.'));
    if (request.method !== 'GET') return answer(405, error(405, 'This emulator only shows queues.'));
    const name = decodeURIComponent(url.pathname.slice(1));
    const queue = broker.find({ queue: name.toLowerCase(), isDeadLetterQueue: false });
    answer(200, queue ? describeQueue(url, queue.settings, queue.depth()) : NOTHING_FOUND);
  });
}

function error(code: number, detail: string): string {
  return `<Error><Code>${code}</Code><Detail>${detail}</Detail></Error>`;
}
