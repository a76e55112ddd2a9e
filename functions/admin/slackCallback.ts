import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { composition } from '../../shared/compose.ts';
import { nonceIn } from './nonceCookie.ts';
import { answerProblem } from './problem.ts';
import { renderConnected, renderRefused } from './slackCallbackPage.ts';

/** What the page says of a token belongs to nobody's cache, frame or referrer. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Where Slack sends the browser back to. Anonymous: the signed state, the cookie of the browser and its single use say that it
 * was an administrator of ours who began. Answers a page to a browser, and problem details to anything else.
 */
export async function slackCallback(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const isBrowser = request.headers.get('accept')?.includes('text/html') ?? false;
  try {
    const { query } = request;
    const nonce = nonceIn(request.headers.get('cookie') ?? '');
    const answers = { code: query.get('code'), state: query.get('state'), error: query.get('error') };
    const finished = await (await composition().slackAuthorization()).finish({ ...answers, nonce });
    const { isOrganisationInstall, connection } = finished;
    context.warn(`Slack was authorised, on ${isOrganisationInstall ? 'an organisation' : 'a workspace'}.`);
    if (!isBrowser) return { jsonBody: connection, headers: { 'cache-control': 'no-store' } };
    return { body: renderConnected(finished), headers: HEADERS };
  } catch (error) {
    const problem = answerProblem(error);
    if (problem.status === 500) context.error('slackCallback failed:', error);
    if (!isBrowser) return problem;
    const { detail } = problem.jsonBody as { readonly detail: string };
    return { status: problem.status ?? 500, body: renderRefused(detail), headers: HEADERS };
  }
}
