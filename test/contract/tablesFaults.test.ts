import { afterEach, describe, expect, it } from 'vitest';
import type { ProvisioningError } from '../../shared/errors/provisioningError.ts';
import { createAnchorStore } from '../../shared/store/anchorStore.ts';
import { createJobStore } from '../../shared/store/jobStore.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { anchorOf, entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';
import type { Intercept } from '../support/httpProxy.ts';

const opened: AzuriteTables[] = [];
afterEach(async () => {
  for (const azurite of opened.splice(0)) await azurite.close();
});

async function start(intercept: Intercept): Promise<AzuriteTables> {
  const azurite = await startAzuriteTables({ intercept });
  opened.push(azurite);
  return azurite;
}

const busy = {
  status: 503,
  headers: { 'content-type': 'application/json' },
  body: '{"odata.error":{"code":"ServerBusy"}}',
};
const isFor = (table: string, path: string) => path.includes(`/${table}`) && !path.endsWith('/Tables');

describe('the tables', () => {
  it('are created once per process, not once per operation', async () => {
    let creations = 0;
    const azurite = await start((request, forward) => {
      if (request.method === 'POST' && request.url.pathname.endsWith('/Tables')) creations++;
      return forward();
    });
    const tables = createTables(azurite);
    expect(creations).toBe(0);
    const anchors = createAnchorStore(tables);
    await Promise.all([1, 2, 3].map((n) => anchors.read('user', entraIdOf(n))));
    await createJobStore(tables).read('status');
    expect(creations).toBe(Object.keys(tables).length);
    await createAnchorStore(createTables(azurite)).read('user', entraIdOf(1));
    expect(creations).toBe(2 * Object.keys(tables).length);
  });

  it('are created by a later call when the first creation failed', async () => {
    let down = true;
    const azurite = await start((request, forward) =>
      down && request.url.pathname.endsWith('/Tables') ? Promise.resolve({ status: 403 }) : forward(),
    );
    const anchors = createAnchorStore(createTables(azurite));
    await expect(anchors.read('user', entraIdOf(1))).rejects.toMatchObject({
      class: 'retry',
      code: 'StorageUnavailable',
    });
    down = false;
    expect(await anchors.read('user', entraIdOf(1))).toBeUndefined();
  });

  it('are created anew when someone deleted them', async () => {
    let missing = false;
    const azurite = await start((request, forward) => {
      const lost = { status: 404, headers: busy.headers, body: '{"odata.error":{"code":"TableNotFound"}}' };
      if (request.url.pathname.endsWith('/Tables')) missing = false;
      return missing && isFor('anchors', request.url.pathname) ? Promise.resolve(lost) : forward();
    });
    const anchors = createAnchorStore(createTables(azurite));
    await anchors.read('user', entraIdOf(1));
    missing = true;
    await expect(anchors.read('user', entraIdOf(1))).rejects.toMatchObject({ class: 'retry' });
    expect(await anchors.read('user', entraIdOf(1))).toBeUndefined();
  });
});

describe('a storage fault', () => {
  it('that passes is not seen by the caller', async () => {
    let faults = 2;
    const azurite = await start((request, forward) =>
      isFor('anchors', request.url.pathname) && faults-- > 0 ? Promise.resolve(busy) : forward(),
    );
    expect(await createAnchorStore(createTables(azurite)).read('user', entraIdOf(1))).toBeUndefined();
  });

  it('that stays is a ProvisioningError to retry, after a bounded number of tries', async () => {
    const azurite = await start((request, forward) =>
      isFor('anchors', request.url.pathname) ? Promise.resolve(busy) : forward(),
    );
    const read = createAnchorStore(createTables(azurite)).read('user', entraIdOf(1));
    await expect(read).rejects.toMatchObject({
      name: 'ProvisioningError',
      class: 'retry',
      code: 'StorageUnavailable',
      message: expect.stringContaining('503'),
    });
    expect(azurite.requests).toHaveLength(4);
  });

  it('of no answer at all ends within the time-out', async () => {
    const azurite = await start((request, forward) =>
      isFor('anchors', request.url.pathname) ? new Promise(() => {}) : forward(),
    );
    const anchors = createAnchorStore(createTables(azurite, 300));
    await expect(anchors.read('user', entraIdOf(1))).rejects.toMatchObject({
      class: 'retry',
      code: 'StorageUnavailable',
    });
  });

  it('of an unreachable service is a ProvisioningError to retry', async () => {
    const { connectionString, close } = await startAzuriteTables();
    await close();
    const read = createAnchorStore(createTables({ connectionString })).read('user', entraIdOf(1));
    await expect(read).rejects.toMatchObject({ class: 'retry', code: 'StorageUnavailable' });
  });

  it('of refused credentials is to be retried and shows no key', async () => {
    const azurite = await start((_, forward) => forward());
    const connectionString = azurite.connectionString.replace(/AccountKey=[^;]+/, 'AccountKey=c2VjcmV0');
    const read = createAnchorStore(createTables({ connectionString })).read('user', entraIdOf(1));
    const error = await read.catch((error: unknown) => error);
    expect(error).toMatchObject({ class: 'retry', code: 'StorageUnavailable' });
    expect((error as ProvisioningError).message).not.toContain('c2VjcmV0');
  });

  it('of a row that storage will never take is invalid', async () => {
    const tooLarge = { status: 400, headers: busy.headers, body: '{"odata.error":{"code":"EntityTooLarge"}}' };
    const azurite = await start((request, forward) =>
      request.method === 'PUT' ? Promise.resolve(tooLarge) : forward(),
    );
    const write = createJobStore(createTables(azurite)).write('status', { state: 'active', since: 'now' });
    await expect(write).rejects.toMatchObject({ class: 'invalid', code: 'StorageRejected' });
  });
});

describe('a lost answer', () => {
  it('of the first write of a claim does not stop the claim', async () => {
    let lose = true;
    const azurite = await start(async (request, forward) => {
      const answer = await forward();
      if (!lose || !isFor('slackIds', request.url.pathname)) return answer;
      lose = false;
      return { status: 0, drop: true };
    });
    const anchors = createAnchorStore(createTables(azurite));
    expect((await anchors.claim(anchorOf(1))).slackId).toBe('U1');
    expect(lose).toBe(false);
  });
});
