import { app, type HttpRequest, type HttpResponseInit, type InvocationContext } from '@azure/functions';
import { composition } from '../../shared/compose.ts';
import { readStatus } from '../../shared/engine/readStatus.ts';

/** The job at a glance: state, running cycle with progress, subscriptions, last sweep. */
export async function status(_request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return { jsonBody: await readStatus(await composition().engine(context)) };
}

app.http('status', { methods: ['GET'], authLevel: 'function', route: 'status', handler: status });
