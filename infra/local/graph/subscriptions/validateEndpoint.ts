import { invalidRequest } from './subscriptionRules.ts';

/** The token that Graph sends; it holds spaces and colons, which a sloppy decoder gets wrong. */
function validationToken(requestId: string): string {
  return `Validation: Testing client application reachability for subscription Request-Id: ${requestId}`;
}

/** Form-style: `+` for a space, lower-case hex. */
function encodeToken(token: string): string {
  return encodeURIComponent(token)
    .replaceAll('%20', '+')
    .replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
}

/**
 * The handshake before a subscription is made: the endpoint must answer 200, `text/plain`, with the decoded token and nothing else.
 * @param timeoutMs 10 s in Graph
 * @throws GraphError 400
 */
export async function validateEndpoint(notificationUrl: string, requestId: string, timeoutMs: number): Promise<void> {
  const token = validationToken(requestId);
  const separator = notificationUrl.includes('?') ? '&' : '?';
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${notificationUrl}${separator}validationToken=${encodeToken(token)}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await answer.text();
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw invalidRequest('Subscription validation request timed out.');
    }
    throw invalidRequest('Subscription validation request failed. The notification endpoint could not be reached.');
  }
  if (answer.status !== 200) {
    throw invalidRequest(
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
    );
  }
  if (!answer.headers.get('content-type')?.startsWith('text/plain')) {
    throw invalidRequest('Subscription validation request failed. Response must have the content type text/plain.');
  }
  if (text === token) return;
  throw invalidRequest(
    'Subscription validation request failed. Response must exactly match validationToken query parameter.',
  );
}
