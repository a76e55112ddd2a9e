import { ProvisioningError } from '../errors/provisioningError.ts';
import { classifyGraphFailure, type GraphFailure } from './classifyGraphFailure.ts';
import type { RetryOptions } from './graphMiddleware.ts';
import { describePath } from './graphPath.ts';
import { type GraphRow, isRow } from './listPages.ts';
import { planRetry } from './planRetry.ts';
import { parseRetryAfter } from './retryAfter.ts';

/** What became of one read of a batch: its body, or the error that a request of its own would have thrown. */
export type BatchAnswer =
  | { readonly body: unknown; readonly error?: undefined }
  | { readonly error: ProvisioningError; readonly body?: undefined };

/** Requests that Graph takes in one batch (json-batching). */
export const LARGEST_BATCH = 20;

interface Round {
  readonly tries: number;
  readonly waited: number;
}

/**
 * Reads up to 20 paths with one `$batch` request. The SDK's retry handler never looks into a batch, so throttled and failed
 * reads are repeated here, alone, in a new batch after the longest wait that any of them asks for.
 *
 * @param post sends the batch; what it throws is thrown on
 */
export async function readBatch(
  post: (body: object) => Promise<unknown>,
  paths: readonly string[],
  options: RetryOptions,
): Promise<readonly BatchAnswer[]> {
  if (paths.length > LARGEST_BATCH) throw new RangeError(`A batch takes at most ${LARGEST_BATCH} requests.`);
  const answers = new Map<number, BatchAnswer>();
  let open = [...paths.keys()];
  for (let tries = 1, waited = 0; open.length > 0; tries += 1) {
    const requests = open.map((index) => ({ id: String(index), method: 'GET', url: paths[index] }));
    const responses = toResponses(await post({ requests }));
    let pause = 0;
    const again: number[] = [];
    for (const index of open) {
      const path = paths[index] ?? '';
      const result = judge(path, responses.get(String(index)), { tries, waited }, options);
      if (typeof result !== 'number') {
        answers.set(index, result);
        continue;
      }
      pause = Math.max(pause, result);
      again.push(index);
    }
    open = again;
    if (open.length > 0) await options.clock.sleep(pause);
    waited += pause;
  }
  return paths.map((path, index) => answers.get(index) ?? { error: unanswered(path) });
}

function toResponses(answer: unknown): ReadonlyMap<string, GraphRow> {
  const responses = isRow(answer) && Array.isArray(answer.responses) ? answer.responses.filter(isRow) : [];
  return new Map(responses.map((response) => [String(response.id), response]));
}

/** The answer to one read, or the milliseconds to wait before it is tried again. */
function judge(
  path: string,
  response: GraphRow | undefined,
  round: Round,
  options: RetryOptions,
): BatchAnswer | number {
  if (!response || typeof response.status !== 'number') return { error: unanswered(path) };
  const { status, body } = response;
  if (status >= 200 && status < 300) return { body };
  const failure: GraphFailure = { status, headers: toHeaders(response.headers), body: JSON.stringify(body ?? null) };
  const now = options.clock.now();
  const retryAfter = parseRetryAfter(failure.headers.get('retry-after'), now);
  const waitMs = planRetry('GET', { status, retryAfter }, round.tries, round.waited, options);
  return waitMs ?? { error: classifyGraphFailure({ method: 'GET', path }, failure, now) };
}

function toHeaders(headers: unknown): Headers {
  const texts = isRow(headers) ? Object.entries(headers) : [];
  return new Headers(texts.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function unanswered(path: string): ProvisioningError {
  return new ProvisioningError('retry', 'MalformedAnswer', `Graph's batch holds no answer for ${describePath(path)}.`);
}
