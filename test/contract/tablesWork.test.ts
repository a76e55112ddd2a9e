import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConcurrencyError } from '../../shared/errors/storeErrors.ts';
import type { ObjectKind } from '../../shared/model/change.ts';
import type { DirtyStore, Escrow, EscrowStore, JobStore, WaitingStore } from '../../shared/ports/stores.ts';
import { createDirtyStore } from '../../shared/store/dirtyStore.ts';
import { createEscrowStore } from '../../shared/store/escrowStore.ts';
import { createJobStore } from '../../shared/store/jobStore.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { createWaitingStore } from '../../shared/store/waitingStore.ts';
import { entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

let azurite: AzuriteTables;
let waiting: WaitingStore;
let escrows: EscrowStore;
let dirty: DirtyStore;
let job: JobStore;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  const tables = createTables(azurite);
  waiting = createWaitingStore(tables);
  escrows = createEscrowStore(tables);
  dirty = createDirtyStore(tables);
  job = createJobStore(tables);
  await job.read('status');
});
afterAll(() => azurite.close());

async function all<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

const user = (n: number) => ({ kind: 'user' as ObjectKind, id: entraIdOf(n) });

describe('waiters', () => {
  it('are listed once under the id they wait for, in one operation', async () => {
    await waiting.add(entraIdOf(1), user(2));
    await waiting.add(entraIdOf(1), user(2));
    await waiting.add(entraIdOf(1), { kind: 'group', id: entraIdOf(3) });
    await waiting.add(entraIdOf(4), user(5));
    const operations = await azurite.operationsOf(() => waiting.of(entraIdOf(1)));
    expect(operations).toEqual(['GET waiting']);
    expect(await waiting.of(entraIdOf(1))).toEqual([{ kind: 'group', id: entraIdOf(3) }, user(2)]);
  });

  it('are removed together; the others stay', async () => {
    const waiters = Array.from({ length: 120 }, (_, n) => user(n));
    await Promise.all(waiters.map((waiter) => waiting.add(entraIdOf(9), waiter)));
    const removed = waiters.slice(0, 119);
    const operations = await azurite.operationsOf(() => waiting.remove(entraIdOf(9), removed));
    expect(operations).toEqual(['BATCH waiting', 'BATCH waiting']);
    expect(await waiting.of(entraIdOf(9))).toEqual([user(119)]);
    await waiting.remove(entraIdOf(9), waiters);
    expect(await waiting.of(entraIdOf(9))).toEqual([]);
  });
});

describe('escrows', () => {
  const escrow = (n: number, nextAttemptAt: string): Escrow => ({
    ...user(n),
    ...{ code: 'invalid_email', reason: 'The e-mail address is not valid.', attempts: 2, nextAttemptAt },
  });

  it('are read as put, in one operation', async () => {
    const one = escrow(1, '2026-11-22T20:00:00.123Z');
    await escrows.put({ ...one, attempts: 1 });
    await escrows.put(one);
    expect(await escrows.read('user', entraIdOf(1))).toEqual(one);
    expect(await escrows.read('group', entraIdOf(1))).toBeUndefined();
    expect(await azurite.operationsOf(() => escrows.read('user', entraIdOf(1)))).toEqual(['GET escrows']);
    await escrows.remove('user', entraIdOf(1));
  });

  it('are due from their time on', async () => {
    const times = ['2026-11-22T10:00:00.000Z', '2026-11-22T10:00:00.001Z', '2026-11-23T00:00:00.000Z'];
    for (const [n, time] of times.entries()) await escrows.put(escrow(20 + n, time));
    const due = await all(escrows.due(new Date('2026-11-22T10:00:00.000Z')));
    expect(due).toEqual([escrow(20, times[0] ?? '')]);
    expect(await all(escrows.due(new Date('2026-11-23T00:00:00.000Z')))).toHaveLength(3);
    expect(await all(escrows.due(new Date('2026-11-01T00:00:00.000Z')))).toEqual([]);
  });

  it('are removed without an error when there are none', async () => {
    await escrows.put(escrow(30, '2026-11-22T10:00:00.000Z'));
    await escrows.remove('user', entraIdOf(30));
    await escrows.remove('user', entraIdOf(30));
    expect(await escrows.read('user', entraIdOf(30))).toBeUndefined();
  });

  it('keep the beginning of a reason that is too long', async () => {
    await escrows.put({ ...escrow(31, '2099-01-01T00:00:00.000Z'), reason: 'r'.repeat(100_000) });
    const reason = (await escrows.read('user', entraIdOf(31)))?.reason ?? '';
    expect(reason).toMatch(/^r{4000}… \(cut, 100000 characters\)$/);
  });
});

describe('dirty objects', () => {
  it('are listed once each and removed', async () => {
    await dirty.put('user', entraIdOf(1));
    await dirty.put('user', entraIdOf(1));
    await dirty.put('group', entraIdOf(2));
    const listed = await all(dirty.list());
    expect(listed).toEqual([
      expect.objectContaining(user(1)),
      expect.objectContaining({ kind: 'group', id: entraIdOf(2) }),
    ]);
    await dirty.remove(listed);
    expect(await all(dirty.list())).toEqual([]);
    await dirty.remove([user(1)]);
  });

  it('that change again after they were listed stay', async () => {
    await dirty.put('user', entraIdOf(3));
    await dirty.put('user', entraIdOf(4));
    const listed = await all(dirty.list());
    await dirty.put('user', entraIdOf(3));
    await dirty.remove(listed);
    expect(await all(dirty.list())).toEqual([expect.objectContaining(user(3))]);
  });
});

describe('job documents', () => {
  const status = { state: 'active', since: '2026-11-22T20:00:00.000Z' } as const;

  it('are read with the ETag of their last write', async () => {
    const etag = await job.write('status', status);
    expect(await job.read('status')).toEqual({ value: status, etag });
    expect(await job.read('config')).toBeUndefined();
  });

  it('are created only once with a null ETag', async () => {
    const lease = { owner: 'a', until: '2026-11-22T20:01:00.000Z' };
    await job.write('lease-sweep', lease, null);
    await expect(job.write('lease-sweep', { ...lease, owner: 'b' }, null)).rejects.toThrow(ConcurrencyError);
    expect((await job.read('lease-sweep'))?.value).toEqual(lease);
  });

  it('are written under an ETag by exactly one of two', async () => {
    const etag = await job.write('budgets', { next: {}, hold: false });
    const writes = [1, 2].map((n) => job.write('budgets', { next: { user: n }, hold: false }, etag));
    const results = await Promise.allSettled(writes);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find((result) => result.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(ConcurrencyError);
  });

  it('that were removed cannot be written under their old ETag', async () => {
    const request = { reason: 'x', requestedAt: 'y' };
    const etag = await job.write('fullRequest', request);
    await job.remove('fullRequest');
    await job.remove('fullRequest');
    await expect(job.write('fullRequest', request, etag)).rejects.toThrow(ConcurrencyError);
  });

  it('are all read in one operation, however long one of them is', async () => {
    const link = { link: `/v1.0/users/delta?$deltatoken=${'x'.repeat(70_000)}`, obtainedAt: 'then', select: 'id' };
    await job.write('delta-users', link);
    await job.write('status', status);
    let documents: Awaited<ReturnType<JobStore['readAll']>> = {};
    const operations = await azurite.operationsOf(async () => {
      documents = await job.readAll();
    });
    expect(operations).toEqual(['GET job']);
    expect(documents).toMatchObject({ 'delta-users': link, status });
    expect(documents.fullRequest).toBeUndefined();
  });
});
