import { describe, expect, it } from 'vitest';
import { examineGraph } from '../../../shared/entra/examineGraph.ts';
import { requiredPermissions } from '../../../shared/entra/requiredPermissions.ts';
import { ProvisioningError } from '../../../shared/errors/provisioningError.ts';

const URL = 'https://app.example/api/graph/notifications';
const NOW = new Date('2026-06-01T12:00:00Z');
const PERMISSIONS = ['User.Read.All', 'Group.Read.All', 'Application.Read.All'];

const tokenWith = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims), ''].map((part) => Buffer.from(part).toString('base64url')).join('.');
const subscription = (resource: string, days: number, notificationUrl = URL) => ({
  id: resource,
  resource,
  notificationUrl,
  expiresAt: new Date(NOW.getTime() + days * 86_400_000).toISOString(),
});
const both = [subscription('users', 20), subscription('groups', 10.5)];

const examine = (token: string | ProvisioningError, existing: ReturnType<typeof subscription>[] | ProvisioningError) =>
  examineGraph({
    credential: {
      getToken: async () => {
        if (typeof token !== 'string') throw token;
        return token;
      },
    },
    scope: 'https://graph.microsoft.com/.default',
    permissions: requiredPermissions({ photos: false, hiddenGroups: false, mail: false }),
    subscriptions: {
      list: async () => {
        if (!Array.isArray(existing)) throw existing;
        return existing;
      },
    },
    notificationUrl: URL,
    clock: { now: () => NOW, sleep: async () => {} },
  });

describe("what the app's token permits", () => {
  it.each<[string, string, string, string]>([
    ['has all', tokenWith({ roles: [...PERMISSIONS, 'Mail.Send'] }), 'passed', 'Mail.Send'],
    ['lacks one', tokenWith({ roles: PERMISSIONS.slice(1) }), 'failed', 'User.Read.All'],
    ['has none', tokenWith({ idtyp: 'app' }), 'failed', PERMISSIONS.join(', ')],
    ['is of a person', tokenWith({ scp: 'User.Read' }), 'warning', 'az login'],
    ['is of a simulator', 'local', 'skipped', 'any token'],
    ['is not readable', 'a.b.c', 'skipped', 'any token'],
  ])('%s', async (_name, token, result, text) => {
    const [permissions] = await examine(token, both);
    expect(permissions).toMatchObject({ name: 'graphPermissions', result, message: expect.stringContaining(text) });
    if (result === 'failed') expect(permissions?.action).toMatch(/npm run setup -- --identity.*restart/);
  });

  it('is not known when there is none, and the token is never shown', async () => {
    const failure = new ProvisioningError('unauthorized', 'SignInFailed', 'No token for Graph.');
    expect((await examine(failure, both))[0]).toMatchObject({ result: 'failed', code: 'SignInFailed' });
    const token = tokenWith({ roles: [], secret: 'very-secret' });
    expect(JSON.stringify(await examine(token, []))).not.toContain(token.split('.')[1]);
  });
});

describe('subscriptions', () => {
  it.each<[string, ReturnType<typeof subscription>[], string, string]>([
    ['are both there', both, 'passed', 'for 10 more days'],
    ['are missing', [], 'failed', 'users and groups'],
    ['to groups are missing', [subscription('users', 20)], 'failed', 'no subscription to groups'],
    [
      'notify another address',
      both.map((one) => ({ ...one, notificationUrl: 'https://old.example' })),
      'failed',
      'another notification URL',
    ],
    ['were not renewed', [subscription('users', 0.5), subscription('groups', 20)], 'warning', 'for 0 more days'],
  ])('%s', async (_name, existing, result, text) => {
    const [, found] = await examine('local', existing);
    expect(found).toMatchObject({ name: 'subscriptions', result, message: expect.stringContaining(text) });
    expect(found?.action === undefined).toBe(result === 'passed');
  });

  it('are not known when Graph refuses', async () => {
    const refused = new ProvisioningError('unauthorized', 'AccessDenied', 'Graph refused.');
    expect((await examine('local', refused))[1]).toMatchObject({ result: 'failed', code: 'AccessDenied' });
  });
});
