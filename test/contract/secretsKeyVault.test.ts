import type { SecretClientOptions } from '@azure/keyvault-secrets';
import { describe, expect, it } from 'vitest';
import { createKeyVaultSecrets } from '../../shared/store/keyVaultSecrets.ts';

type HttpClient = NonNullable<SecretClientOptions['httpClient']>;
type Answer = { readonly status: number; readonly body?: object };

const VAULT = 'https://example.vault.azure.net';
const CHALLENGE = 'Bearer authorization="https://login.microsoftonline.com/tenant", resource="https://vault.azure.net"';
const credential = { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }) };

/** A vault behind the real SDK: challenges a request without a token, as Key Vault does, and logs the others. */
class Vault {
  readonly secrets = new Map<string, string>();
  readonly requests: string[] = [];
  fault: Answer | undefined;

  readonly transport: HttpClient = {
    sendRequest: async (request) => {
      const isAuthorized = request.headers.get('authorization') === 'Bearer token';
      const answer = isAuthorized
        ? this.#answer(request.method, new URL(request.url).pathname, request.body)
        : undefined;
      const headers = new Headers([['content-type', 'application/json']]);
      if (!answer) headers.set('www-authenticate', CHALLENGE);
      return {
        request,
        status: answer?.status ?? 401,
        headers: sdkHeaders(headers),
        bodyAsText: JSON.stringify(answer?.body ?? {}),
      };
    },
  };

  #answer(method: string, path: string, body: unknown): Answer {
    const name = path.split('/')[2] ?? '';
    this.requests.push(`${method} ${name}`);
    if (this.fault) return this.fault;
    if (method === 'PUT') this.secrets.set(name, JSON.parse(String(body)).value);
    const value = this.secrets.get(name);
    if (value === undefined) return { status: 404, body: { error: { code: 'SecretNotFound', message: '' } } };
    return { status: 200, body: { value, id: `${VAULT}/secrets/${name}/1`, attributes: { enabled: true } } };
  }
}

/** The SDK's view of headers: like the platform's, but an absent one is undefined. */
function sdkHeaders(headers: Headers): Awaited<ReturnType<HttpClient['sendRequest']>>['headers'] {
  return {
    get: (name) => headers.get(name) ?? undefined,
    has: (name) => headers.has(name),
    set: (name, value) => headers.set(name, String(value)),
    delete: (name) => headers.delete(name),
    toJSON: () => Object.fromEntries(headers),
    [Symbol.iterator]: () => headers[Symbol.iterator](),
  };
}

function open(vault: Vault, now = () => 0) {
  const client = { httpClient: vault.transport, retryOptions: { maxRetries: 0 } };
  return createKeyVaultSecrets(VAULT, credential, { cacheMs: 1_000, now, client });
}

describe('a key vault’s secret', () => {
  it('is read once in the cache’s time, and once by many at the same time', async () => {
    const vault = new Vault();
    vault.secrets.set('slack-token', 'one');
    let now = 0;
    const secrets = open(vault, () => now);
    expect(await Promise.all([1, 2, 3].map(() => secrets.read('slack-token')))).toEqual(['one', 'one', 'one']);
    vault.secrets.set('slack-token', 'two');
    now = 999;
    expect(await secrets.read('slack-token')).toBe('one');
    now = 1_000;
    expect(await secrets.read('slack-token')).toBe('two');
    expect(vault.requests).toEqual(['GET slack-token', 'GET slack-token']);
  });

  it('is read past the cache when asked for fresh, and that is what is cached then', async () => {
    const vault = new Vault();
    vault.secrets.set('slack-token', 'one');
    const secrets = open(vault);
    await secrets.read('slack-token');
    vault.secrets.set('slack-token', 'two');
    expect(await secrets.read('slack-token', true)).toBe('two');
    expect(await secrets.read('slack-token')).toBe('two');
    expect(vault.requests).toHaveLength(2);
  });

  it('that is not there is looked for again', async () => {
    const vault = new Vault();
    const secrets = open(vault);
    expect(await secrets.read('slack-token')).toBeUndefined();
    vault.secrets.set('slack-token', 'one');
    expect(await secrets.read('slack-token')).toBe('one');
  });

  it('is known to its writer without a read', async () => {
    const vault = new Vault();
    const secrets = open(vault);
    await secrets.write('slack-token', 'new');
    expect(await secrets.read('slack-token')).toBe('new');
    expect(vault.requests).toEqual(['PUT slack-token']);
  });

  it.each([
    { status: 403, body: { error: { code: 'Forbidden', message: 'secret value' } } },
    { status: 503, body: {} },
  ])('is to be retried when the vault answers $status, and nothing of it is cached', async (fault) => {
    const vault = new Vault();
    const secrets = open(vault);
    vault.fault = fault;
    const error = {
      class: 'retry',
      code: 'SecretStoreUnavailable',
      message: expect.stringContaining(`${fault.status}`),
    };
    await expect(secrets.read('slack-token')).rejects.toMatchObject(error);
    await expect(secrets.write('slack-token', 'x')).rejects.toMatchObject(error);
    vault.fault = undefined;
    vault.secrets.set('slack-token', 'one');
    expect(await secrets.read('slack-token')).toBe('one');
  });
});
