import type { Context } from '@microsoft/microsoft-graph-client';
import { describe, expect, it } from 'vitest';
import { authorize, carried } from '../../../shared/entra/graphMiddleware.ts';

async function send(url: string) {
  const passed: Context[] = [];
  let tokens = 0;
  const getToken = async () => `token-${++tokens}`;
  const middleware = authorize('https://graph.microsoft.com', { getToken });
  middleware.setNext?.({ execute: async (context) => void passed.push(context) });
  const context: Context = { request: url, options: { method: 'GET', headers: { 'Content-Type': 'a/b' } } };
  const error = await middleware.execute(context).then(
    () => undefined,
    (reason: unknown) => carried(reason),
  );
  return { passed, tokens, error };
}

describe('authorize', () => {
  it('adds the token to the configured origin and keeps other headers', async () => {
    const { passed } = await send('https://graph.microsoft.com/v1.0/users');
    expect(passed[0]?.options?.headers).toMatchObject({ 'Content-Type': 'a/b', Authorization: 'Bearer token-1' });
  });

  it.each([
    'https://evil.example/v1.0/users',
    'http://graph.microsoft.com/v1.0/users',
    'https://graph.microsoft.com:8443/v1.0/users',
    'https://graph.microsoft.com.evil.example/v1.0/users',
    'https://graph.microsoft.com@evil.example/v1.0/users',
  ])('sends nothing to %s, and asks for no token', async (url) => {
    const { passed, tokens, error } = await send(url);
    expect([passed.length, tokens, error?.code]).toEqual([0, 0, 'ForeignOrigin']);
  });
});
