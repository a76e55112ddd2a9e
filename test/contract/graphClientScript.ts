import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LocalRequest, type LocalResponse, startServer } from '../../infra/local/http/server.ts';
import { createGraphClient, type GraphClient, type GraphClientOptions } from '../../shared/entra/graphClient.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** A clock that stands still until someone sleeps on it. */
export function manualClock(start = '2026-11-01T12:00:00Z'): Clock & { readonly slept: number[] } {
  let now = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  };
}

export interface ScriptedGraph {
  readonly client: GraphClient;
  readonly clock: ReturnType<typeof manualClock>;
  readonly url: string;
  /** Requests as received, in order. */
  readonly seen: LocalRequest[];
  /** `GET /v1.0/users?$top=1` per request, decoded. */
  calls(): string[];
  close(): Promise<void>;
}

type Answer = LocalResponse | ((url: string) => LocalResponse);

/** A Graph server that gives the answers in order, and 404 after the last one. */
export async function scriptGraph(
  answers: readonly Answer[],
  options: Partial<GraphClientOptions> = {},
): Promise<ScriptedGraph> {
  const seen: LocalRequest[] = [];
  const server = await startServer((request) => {
    const answer = answers[seen.push(request) - 1];
    if (typeof answer === 'function') return answer(server.url);
    return answer ?? { status: 404, body: { error: { code: 'ScriptEnded', message: 'no more answers' } } };
  });
  const clock = manualClock();
  const client = createGraphClient({
    baseUrl: server.url,
    credential: { getToken: async () => 'local' },
    clock,
    random: () => 0.5,
    ...options,
  });
  return {
    client,
    clock,
    url: server.url,
    seen,
    calls: () => seen.map(({ method, url }) => `${method} ${decodeURIComponent(url.pathname + url.search)}`),
    close: () => server.close(),
  };
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
