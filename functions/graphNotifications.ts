import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { acceptNotifications } from '../shared/engine/acceptNotifications.ts';
import { isProvisioningError, ProvisioningError } from '../shared/errors/provisioningError.ts';

/** In bytes. Graph's own bodies are a few kilobytes; anything larger is not from Graph. */
const LARGEST_BODY = 1024 * 1024;

/** Graph counts an endpoint as slow when it takes more than 3 s, and then holds notifications back. */
const LONGEST_WAIT_MS = 2_700;

/** The token is whatever the caller sent: no browser may take it for a page. */
const PLAIN_TEXT = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };

/**
 * Graph's notification and lifecycle URL in one. Answers the validation handshake; otherwise 202 once the changes are in
 * the queue, and 503 when they cannot be, so that Graph sends them again. Items that are not ours are reported and dropped.
 */
export async function graphNotifications(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const validationToken = request.query.get('validationToken');
  if (validationToken !== null) {
    return { status: 200, headers: PLAIN_TEXT, body: validationToken };
  }
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) return { status: 413 };
  const body = await request.arrayBuffer();
  if (body.byteLength > LARGEST_BODY) return { status: 413 };
  try {
    const received = await composition().parseNotifications(new TextDecoder().decode(body));
    await inTime(
      composition()
        .intake(context)
        .then((intake) => acceptNotifications(received, intake)),
    );
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    context.warn(`Notifications were not accepted: ${error.code}: ${error.message}`);
    return { status: error.class === 'invalid' ? 400 : 503 };
  }
  return { status: 202 };
}

/** Gives up on work that takes too long. It may still succeed: what Graph then sends again, duplicate detection drops. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new ProvisioningError('retry', 'QueueSlow', `Not in the queue after ${LONGEST_WAIT_MS} ms.`);
    timer = setTimeout(() => reject(error), LONGEST_WAIT_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
