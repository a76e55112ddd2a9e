/** One request and what came back. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly milliseconds: number;
  /** Parsed JSON; undefined for an empty or other body. */
  readonly body: unknown;
}

export interface ExchangeRecorder {
  /** To be used in place of the global one. */
  readonly fetch: typeof fetch;
  readonly exchanges: readonly Exchange[];
}

/** A `fetch` that keeps statuses and times, which the client behind it does not tell. */
export function recordExchanges(call: typeof fetch = fetch, now: () => number = performance.now.bind(performance)) {
  const exchanges: Exchange[] = [];
  const recorder: ExchangeRecorder = {
    exchanges,
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      const startedAt = now();
      const record = (status: number, body: unknown) =>
        exchanges.push({
          method: init?.method ?? 'GET',
          path: `${url.pathname}${url.search}`,
          status,
          milliseconds: Math.round(now() - startedAt),
          body,
        });
      try {
        const response = await call(input, init);
        const text = await response.text();
        record(response.status, parse(text));
        // A status such as 204 allows no body, not even an empty one.
        return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
      } catch (error) {
        record(0, undefined);
        throw error;
      }
    },
  };
  return recorder;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
