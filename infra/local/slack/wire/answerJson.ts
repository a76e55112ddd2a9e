import type { LocalResponse } from '../../http/server.ts';

/** A JSON answer the way Slack writes it: not `application/scim+json`, and with escaped slashes. */
export function answerJson(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): LocalResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body).replaceAll('/', '\\/'),
  };
}
