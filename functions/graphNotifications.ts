import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { composition } from '../shared/compose.ts';
import { acceptNotifications } from '../shared/engine/acceptNotifications.ts';
import { isProvisioningError } from '../shared/errors/provisioningError.ts';

/** Graph's own bodies are a few kilobytes; anything larger is not from Graph. */
const LARGEST_BODY = 1024 * 1024;

/**
 * Graph's notification and lifecycle URL in one. Answers the validation handshake; otherwise 202 once the changes are in
 * the queue, and 503 when they cannot be, so that Graph sends them again. Items that are not ours are reported and dropped.
 */
export async function graphNotifications(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const validationToken = request.query.get('validationToken');
  if (validationToken !== null) {
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: validationToken };
  }
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) return { status: 413 };
  const body = await request.text();
  if (body.length > LARGEST_BODY) return { status: 413 };
  try {
    const received = await composition().parseNotifications(body);
    await acceptNotifications(received, await composition().intake(context));
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    context.warn(`Notifications were not accepted: ${error.code}: ${error.message}`);
    return { status: error.class === 'invalid' ? 400 : 503 };
  }
  return { status: 202 };
}

app.http('graphNotifications', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'graph/notifications',
  handler: graphNotifications,
});
