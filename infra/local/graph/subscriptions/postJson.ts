/** One POST to a notification endpoint. */
export interface Delivery {
  readonly kind: 'notification' | 'lifecycle';
  readonly url: string;
  /** The body as sent. */
  readonly body: string;
  /** Number of items in the body. */
  readonly items: number;
  /** 0 for the first try. */
  readonly attempt: number;
  /** HTTP status; 0 when there was no answer in time, or none at all. */
  readonly status: number;
  readonly at: number;
  readonly durationMs: number;
}

/** Graph's limits for the answers of an endpoint, in milliseconds. */
export interface AnswerLimits {
  /** First delivery: 3 s. */
  readonly first: number;
  /** Retried deliveries: 10 s. */
  readonly retry: number;
  /** Validation of an endpoint: 10 s. */
  readonly validation: number;
}

export const GRAPH_ANSWER_LIMITS: AnswerLimits = { first: 3_000, retry: 10_000, validation: 10_000 };

/**
 * Posts a body to an endpoint and waits for its answer, but not longer than the limit.
 * @param limit milliseconds
 * @returns status 0 when there was no answer, or none in time
 */
export async function postJson(
  url: string,
  body: string,
  limit: number,
  signal: AbortSignal,
): Promise<Pick<Delivery, 'status' | 'durationMs'>> {
  const startedAt = performance.now();
  let status = 0;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(limit), signal]),
    });
    await answer.arrayBuffer();
    status = answer.status;
  } catch {
    // Refused, broken off or too late: all the same to Graph.
  }
  return { status, durationMs: performance.now() - startedAt };
}
