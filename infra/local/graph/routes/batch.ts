import type { Router } from '../../http/router.ts';
import type { Handler, LocalRequest, LocalResponse } from '../../http/server.ts';
import { GraphError } from '../graphError.ts';
import { readJson } from '../services.ts';

/** Requests in one batch. */
const MAX_REQUESTS = 20;

interface InnerRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

interface InnerResponse {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function malformed(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

function parseInner(value: unknown): InnerRequest {
  const { id, method, url, headers, body, dependsOn } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || id === '') throw malformed('Invalid batch payload format: a request has no id.');
  if (typeof method !== 'string' || typeof url !== 'string') {
    throw malformed(`Invalid batch payload format: request ${id} needs method and url.`);
  }
  if (/^https?:/.test(url)) throw malformed(`The url of request ${id} must be relative to the version.`);
  return {
    id,
    method: method.toUpperCase(),
    url: url.startsWith('/') ? url : `/${url}`,
    headers: Object.fromEntries(
      Object.entries((headers ?? {}) as Record<string, string>).map(([name, text]) => [name.toLowerCase(), text]),
    ),
    body,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
}

/** @throws GraphError 400 for the whole batch */
function parseBatch(body: Readonly<Record<string, unknown>>): InnerRequest[] {
  const { requests } = body;
  if (!Array.isArray(requests) || requests.length === 0) throw malformed('Invalid batch payload format.');
  if (requests.length > MAX_REQUESTS) {
    throw malformed(`Number of batch request steps exceeds the maximum value of ${MAX_REQUESTS}.`);
  }
  const parsed = requests.map(parseInner);
  const ids = parsed.map((request) => request.id.toLowerCase());
  if (new Set(ids).size !== ids.length) throw malformed('The ids of the requests in a batch must be unique.');
  for (const [index, request] of parsed.entries()) {
    const unknown = request.dependsOn.find((id) => !ids.slice(0, index).includes(id.toLowerCase()));
    if (unknown !== undefined)
      throw malformed(`Request ${request.id} depends on ${unknown}, which does not come before it.`);
  }
  return parsed;
}

/** What is no JSON travels as a base64 string, such as the bytes of a photo. */
function toBody(answer: LocalResponse): unknown {
  return Buffer.isBuffer(answer.body) ? answer.body.toString('base64') : answer.body;
}

function fromBody({ body, headers }: InnerRequest): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  const isBinary = typeof body === 'string' && !/json/i.test(headers['content-type'] ?? '');
  return isBinary ? Buffer.from(body, 'base64') : Buffer.from(JSON.stringify(body));
}

/**
 * `$batch`: each request is judged by itself, and the answer is 200 even when all of them failed. Answers come in any order.
 * @param answerOne the whole way of a single request, throttling included
 */
export function addBatchRoute(router: Router, answerOne: Handler, random: () => number): void {
  const run = async (outer: LocalRequest, inner: InnerRequest): Promise<InnerResponse> => {
    const { id } = inner;
    if (inner.body !== undefined && !inner.headers['content-type']) {
      const error = { code: 'BadRequest', message: `Request ${id} has a body and no Content-Type header.` };
      return { id, status: 400, headers: {}, body: { error } };
    }
    if (inner.url.startsWith('/$batch')) {
      return { id, status: 400, headers: {}, body: { error: { code: 'BadRequest', message: 'Batches cannot nest.' } } };
    }
    const answer = await answerOne({
      method: inner.method,
      url: new URL(`${outer.url.origin}/v1.0${inner.url}`),
      params: {},
      headers: { authorization: outer.headers.authorization, ...inner.headers },
      body: fromBody(inner),
    });
    const body = toBody(answer);
    const headers = Object.fromEntries(
      Object.entries(answer.headers ?? {}).map(([name, text]) => [
        name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
        text,
      ]),
    );
    const status = answer.drop ? 504 : answer.status;
    return { id, status, headers, ...(body === undefined || answer.drop ? {} : { body }) };
  };

  router.on('POST', '/v1.0/$batch', async (request) => {
    const started = new Map<string, Promise<InnerResponse>>();
    for (const inner of parseBatch(readJson(request))) {
      const before = inner.dependsOn.map((id) => started.get(id.toLowerCase()));
      const answer = Promise.all(before).then((answers) => {
        if (answers.every((one) => one === undefined || one.status < 400)) return run(request, inner);
        const error = { code: 'FailedDependency', message: 'A request that this one depends on failed.' };
        return { id: inner.id, status: 424, headers: {}, body: { error } };
      });
      started.set(inner.id.toLowerCase(), answer);
    }
    const answers = await Promise.all(started.values());
    const responses = answers
      .map((answer) => ({ answer, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ answer }) => answer);
    return { status: 200, body: { responses } };
  });
}
