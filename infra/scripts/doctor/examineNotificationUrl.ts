import type { Random } from '../../../shared/ports/clock.ts';
import { type Answer, ask, isAnswer } from './ask.ts';
import { type Finding, failed, passed, warning } from './section.ts';

/** Graph waits ten seconds for the answer, and slows down endpoints that take longer than three (change-notifications-delivery-webhooks). */
const LONGEST_MS = 10_000;
const SLOW_MS = 3_000;

/** Shakes hands with the app as Graph does before it makes a subscription. */
export async function examineNotificationUrl(url: string, random: Random): Promise<Finding> {
  const token = `Validation: doctor ${random().toString(36).slice(2)} + &`;
  const answer = await ask(`${url}?validationToken=${encodeURIComponent(token)}`, {
    method: 'POST',
    timeoutMs: LONGEST_MS,
  });
  if (!isAnswer(answer)) {
    return {
      ...failed(
        `${url} does not answer: ${answer.fault}.`,
        'Check NOTIFICATION_URL and whether the app runs. Graph must reach it from the internet, with a certificate of a public authority.',
      ),
      code: answer.code,
    };
  }
  const { status: httpStatus, milliseconds } = answer;
  return { ...judgeHandshake(url, answer, token), httpStatus, milliseconds };
}

/** Pure. */
export function judgeHandshake(
  url: string,
  { status, text, contentType, milliseconds }: Answer,
  token: string,
): Finding {
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) {
    return failed(
      `${url} asks who is there. Graph cannot sign in; it proves itself with a secret in each notification.`,
      'Exclude /api/graph/notifications from App Service authentication, and let Graph in where access is restricted by network.',
    );
  }
  if (status === 404) {
    return failed(
      `The app at ${url} has no such function.`,
      'Deploy the app (docs/deploy.md), and check that NOTIFICATION_URL is its address.',
    );
  }
  if (status !== 200 || text !== token || !contentType.startsWith('text/plain')) {
    return failed(
      `${url} answers, but not with the token that Graph sends to try it.`,
      'Something else may stand in front of the app or in its place. If the app does not start, its log says why.',
    );
  }
  if (milliseconds > SLOW_MS) {
    return warning(
      'Graph can call the app, but it answers late: Graph delays the notifications of slow endpoints.',
      'If it is so again and again, keep an instance always ready for HTTP (docs/deploy.md).',
    );
  }
  return passed(`The app at ${url} answers as Graph wants it.`);
}
