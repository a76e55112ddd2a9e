import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScopeRow } from '../../shared/model/source.ts';
import type { ScopeStore } from '../../shared/ports/stores.ts';
import { createScopeStore } from '../../shared/store/scopeStore.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

let azurite: AzuriteTables;
let scope: ScopeStore;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  scope = createScopeStore(createTables(azurite));
  await scope.rowsOf('user', entraIdOf(0));
});
afterAll(() => azurite.close());

const GROUP = 'aaaaaaaa-0000-4000-8000-000000000001';
const ROLES = [{ id: 'bbbbbbbb-0000-4000-8000-000000000001', value: null, displayName: 'Пользователь “ü”' }];

function through(group: string, n: number, kind: ScopeRow['kind'] = 'user'): ScopeRow {
  return { kind, sourceId: entraIdOf(n), principalId: group, roles: ROLES };
}

function direct(n: number, kind: ScopeRow['kind'] = 'user'): ScopeRow {
  return { kind, sourceId: entraIdOf(n), principalId: entraIdOf(n), roles: ROLES };
}

/** Ids that share a partition: the partition depends on the lowest byte of `n`. */
function samePartition(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => 5 + index * 256);
}

async function all<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

describe('scope rows', () => {
  it('of one object are those of all its principals and nobody else’s, in one operation', async () => {
    const rows = [direct(1), through(GROUP, 1)];
    await scope.put([...rows, direct(257), through(GROUP, 257)]);
    let found: readonly ScopeRow[] = [];
    const operations = await azurite.operationsOf(async () => {
      found = await scope.rowsOf('user', entraIdOf(1));
    });
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining(rows));
    expect(operations).toEqual(['GET scope']);
    expect(await scope.rowsOf('group', entraIdOf(1))).toEqual([]);
  });

  it('put again hold the new roles', async () => {
    await scope.put([direct(2)]);
    await scope.put([{ ...direct(2), roles: [] }]);
    expect(await scope.rowsOf('user', entraIdOf(2))).toEqual([{ ...direct(2), roles: [] }]);
  });

  it('are found and removed whatever the case of their ids', async () => {
    await scope.put([{ ...direct(0xab), sourceId: entraIdOf(0xab).toUpperCase() }]);
    expect(await scope.rowsOf('user', entraIdOf(0xab).toUpperCase())).toEqual([direct(0xab)]);
    await scope.remove([direct(0xab)]);
    expect(await scope.rowsOf('user', entraIdOf(0xab))).toEqual([]);
  });

  it('are written and removed a hundred at a time', async () => {
    const rows = samePartition(250).map((n) => through(GROUP, n));
    expect(await azurite.operationsOf(() => scope.put(rows))).toEqual(Array(3).fill('BATCH scope'));
    expect(await azurite.operationsOf(() => scope.remove(rows))).toEqual(Array(3).fill('BATCH scope'));
    expect(await scope.rowsOf('user', entraIdOf(5))).toEqual([]);
  });

  it('given twice in one call are written once', async () => {
    await scope.put([direct(3), { ...direct(3), roles: [] }]);
    expect(await scope.rowsOf('user', entraIdOf(3))).toEqual([{ ...direct(3), roles: [] }]);
  });

  it('are removed although some are gone already', async () => {
    const rows = samePartition(30).map((n) => through(GROUP, n));
    await scope.put(rows);
    await scope.remove(rows.slice(10, 12));
    await scope.remove(rows);
    await scope.remove(rows);
    expect(await scope.rowsOf('user', rows[0]?.sourceId ?? '')).toEqual([]);
  });

  it('need no operation when there are none', async () => {
    const operations = await azurite.operationsOf(async () => {
      await scope.put([]);
      await scope.remove([]);
      await scope.acknowledge([], []);
    });
    expect(operations).toEqual([]);
  });
});

describe('the listing of scope rows', () => {
  it('shows one kind and no ledger', async () => {
    await scope.put([direct(400, 'group')]);
    await scope.acknowledge([direct(400, 'group'), direct(401, 'group')], []);
    expect(await all(scope.list('group'))).toEqual([direct(400, 'group')]);
  });
});

describe('the ledger', () => {
  const other = 'aaaaaaaa-0000-4000-8000-000000000002';

  it('is kept by principal, with objects assigned themselves by kind', async () => {
    const rows = [through(GROUP, 500), direct(501), direct(502, 'group'), through(other, 503)];
    await scope.acknowledge(rows, []);
    expect(await all(scope.ledger(GROUP))).toEqual([rows[0]]);
    expect(await all(scope.ledger('direct-user'))).toEqual([rows[1]]);
    expect(await all(scope.ledger('direct-group'))).toContainEqual(rows[2]);
    expect(await all(scope.ledger(other.toUpperCase()))).toEqual([rows[3]]);
  });

  it('forgets acknowledged removals, and does not change what is in scope', async () => {
    const group = 'aaaaaaaa-0000-4000-8000-000000000003';
    const rows = [600, 601, 602].map((n) => through(group, n));
    await scope.put(rows);
    await scope.acknowledge(rows, []);
    await scope.acknowledge([], rows.slice(1));
    expect(await all(scope.ledger(group))).toEqual(rows.slice(0, 1));
    expect(await scope.rowsOf('user', entraIdOf(601))).toEqual([rows[1]]);
  });

  it('of a large group comes in pages of a thousand and takes a transaction per hundred', async () => {
    const group = 'aaaaaaaa-0000-4000-8000-000000000004';
    const rows = Array.from({ length: 1_020 }, (_, n) => through(group, n));
    expect(await azurite.operationsOf(() => scope.acknowledge(rows, []))).toEqual(Array(11).fill('BATCH scope'));
    const sizes: number[] = [];
    for await (const page of scope.ledger(group)) sizes.push(page.length);
    expect(sizes).toEqual([1_000, 20]);
  });
});
