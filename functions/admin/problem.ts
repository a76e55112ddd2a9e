import type { HttpResponseInit } from '@azure/functions';
import { isProvisioningError, type ProvisioningError } from '../../shared/errors/provisioningError.ts';

const CONTENT_TYPE = { 'content-type': 'application/problem+json; charset=utf-8' };

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'Sign-in is required',
  403: 'Not allowed',
  404: 'Not found',
  409: 'The state has changed',
  413: 'The request is too large',
  422: 'The request cannot be carried out',
  500: 'Internal error',
  502: 'Another service refused',
  503: 'Not available right now',
};

/** What a caller is told when a request fails (RFC 9457). `detail` is one sentence for a person and holds no secret. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  /** @param members further members of the answer, e.g. `errors` with a path and a message each */
  constructor(status: number, detail: string, members: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.status = status;
    this.members = members;
  }
}

/** A failure as an answer; what is not known to be fit for callers is only named, never shown. */
export function answerProblem(error: unknown): HttpResponseInit {
  if (error instanceof Problem) return answer(error.status, error.message, error.members);
  if (isProvisioningError(error)) return answerProvisioningError(error);
  return answer(500, 'Something unexpected happened; the log of the app has the details.');
}

function answerProvisioningError(error: ProvisioningError): HttpResponseInit {
  const { code, message, until } = error;
  const body = answer(statusOf(error), message, { code });
  if (!until) return body;
  const seconds = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1000));
  return { ...body, headers: { ...CONTENT_TYPE, 'retry-after': String(seconds) } };
}

function statusOf(error: ProvisioningError): number {
  switch (error.class) {
    case 'gone':
      return 404;
    case 'conflict':
      return 409;
    case 'invalid':
      return 422;
    case 'wait':
    case 'retry':
      return 503;
    default:
      return 502;
  }
}

function answer(status: number, detail: string, members: Readonly<Record<string, unknown>> = {}): HttpResponseInit {
  return { status, headers: CONTENT_TYPE, jsonBody: { title: TITLES[status] ?? 'Error', status, detail, ...members } };
}
