import { app } from '@azure/functions';

app.http('hello', {
  route: 'hello/{name?}',
  methods: ['GET', 'POST'],
  handler: async (request, context) => {
    context.log('hello with a secret');
    context.debug('not written at the default level');
    return {
      jsonBody: { params: request.params, query: Object.fromEntries(request.query), greeting: process.env.GREETING },
    };
  },
});

app.http('echo', {
  methods: ['POST'],
  handler: async (request) => ({
    status: 201,
    headers: { 'content-type': request.headers.get('content-type'), 'x-length': '3' },
    body: Buffer.from(await request.arrayBuffer()),
  }),
});

app.http('item', { route: 'items/{id:int}', handler: (request) => ({ body: `item ${request.params.id}` }) });
app.http('newest', { route: 'items/newest', handler: () => ({ body: 'newest' }) });
app.http('files', { route: 'files/{*path}', handler: (request) => ({ body: request.params.path ?? 'none' }) });
app.http('nothing', { handler: () => undefined });
app.http('switchedOff', { handler: () => ({ body: 'on' }) });
app.http('hooked', {
  handler: () => {
    throw new Error('swallowed by a hook');
  },
});
app.http('broken', {
  handler: () => {
    throw new Error('broken on purpose');
  },
});
app.http('stream', {
  handler: () => ({
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('first '));
        controller.enqueue(new TextEncoder().encode('second'));
        controller.close();
      },
    }),
  }),
});
app.http('cookies', {
  handler: () => ({
    body: 'ok',
    cookies: [
      { name: 'a', value: 'one two', path: '/x', maxAge: 60, httpOnly: true, sameSite: 'Lax' },
      { name: 'b', value: '2', secure: true, expires: new Date('2030-01-01T00:00:00Z'), sameSite: 'None' },
    ],
  }),
});

app.get('address', () => ({ body: process.env.WEBSITE_HOSTNAME }));
app.http('keyed', { authLevel: 'function', handler: () => ({ body: 'function' }) });
app.http('guarded', { authLevel: 'admin', handler: () => ({ body: 'admin' }) });
app.http('open', { authLevel: 'anonymous', handler: () => ({ body: 'anonymous' }) });

app.http('slow', {
  handler: async (_request, context) => {
    context.log('slow begins');
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    return { body: 'slow ended' };
  },
});
