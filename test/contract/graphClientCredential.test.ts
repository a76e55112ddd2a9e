import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalServer, startServer } from '../../infra/local/http/server.ts';
import { createGraphCredential } from '../../shared/entra/graphCredential.ts';

const scope = 'https://graph.microsoft.com/.default';

/** The identity endpoint that App Service and Functions offer to the app, called by the real `@azure/identity` (which looks up its address once). */
describe('Graph credential', () => {
  let endpoint: LocalServer;
  let status = 200;
  let lifetimeSeconds = 3600;
  let issued = 0;

  beforeAll(async () => {
    endpoint = await startServer(({ url, headers }) => {
      if (headers['x-identity-header'] !== 'header') return { status: 400, body: { message: 'header' } };
      if (status !== 200) return { status, body: { error: 'refused', error_description: 'x' } };
      issued += 1;
      const expires = Math.floor(Date.now() / 1000) + lifetimeSeconds;
      const token = `${url.searchParams.get('client_id')} ${url.searchParams.get('resource')} ${issued}`;
      const body = { access_token: token, expires_on: String(expires), resource: 'r', token_type: 'Bearer' };
      return { status, body };
    });
    vi.stubEnv('IDENTITY_ENDPOINT', `${endpoint.url}/msi/token`);
    vi.stubEnv('IDENTITY_HEADER', 'header');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await endpoint.close();
  });

  it('needs no sign-in locally', async () => {
    expect(await createGraphCredential({ local: true }).getToken(scope)).toBe('local');
    expect(endpoint.requests).toHaveLength(0);
  });

  it('gets a token for the user-assigned identity, once for concurrent requests, and keeps it', async () => {
    const credential = createGraphCredential({ local: false, azureClientId: 'client-1' });
    const tokens = await Promise.all([credential.getToken(scope), credential.getToken(scope)]);
    tokens.push(await credential.getToken(scope));
    expect(new Set(tokens)).toEqual(new Set(['client-1 https://graph.microsoft.com 1']));
    expect(endpoint.requests).toHaveLength(1);
  });

  it('asks again when the token is about to expire', async () => {
    lifetimeSeconds = 60;
    const credential = createGraphCredential({ local: false, azureClientId: 'client-2' });
    const first = await credential.getToken(scope);
    expect(await credential.getToken(scope)).not.toBe(first);
  });

  it('says what to check when the identity is refused, and asks again the next time', async () => {
    status = 403;
    const credential = createGraphCredential({ local: false, azureClientId: 'client-3' });
    const error: unknown = await credential.getToken(scope).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ class: 'unauthorized', code: 'SignInFailed' });
    expect(String(error)).toMatch(/AZURE_CLIENT_ID.*az login/);
    status = 200;
    expect(await credential.getToken(scope)).toMatch(/^client-3 /);
  });
});
