import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { StagedDeletion } from '../../shared/model/deletion.ts';
import type { DeletionFilter, DeletionStore } from '../../shared/ports/stores.ts';
import { createDeletionStore } from '../../shared/store/deletionStore.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

let azurite: AzuriteTables;
let deletions: DeletionStore;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  deletions = createDeletionStore(createTables(azurite));
});
afterAll(() => azurite.close());
beforeEach(async () => deletions.remove(await all()));

async function all(filter?: DeletionFilter): Promise<readonly StagedDeletion[]> {
  const found: StagedDeletion[] = [];
  for await (const page of deletions.list(filter)) found.push(...page);
  return found;
}

const deletionOf = (n: number, changes: Partial<StagedDeletion> = {}): StagedDeletion => ({
  ...{ kind: 'user', id: entraIdOf(n), slackId: `U${n}` },
  ...{ displayName: 'Ada Lovelace', userPrincipalName: 'ada@contoso.example' },
  ...{ code: 'AccountDisabled', reason: 'The account is disabled in Entra.' },
  ...{ stagedAt: '2026-11-22T20:00:00.000Z', runId: 'c1' },
  ...{ decision: 'pending', decidedAt: null, decidedBy: null },
  ...changes,
});
const approval = { decision: 'approved', decidedAt: '2026-11-22T21:00:00.000Z', decidedBy: 'admin' } as const;

it('a deletion is read as put, unknown names included, in one operation', async () => {
  const nameless = deletionOf(2, { displayName: null, userPrincipalName: null });
  await deletions.put([deletionOf(1), nameless]);
  expect(await deletions.read('user', entraIdOf(1))).toEqual(deletionOf(1));
  expect(await deletions.read('user', entraIdOf(2))).toEqual(nameless);
  expect(await deletions.read('group', entraIdOf(1))).toBeUndefined();
  expect(await azurite.operationsOf(() => deletions.read('user', entraIdOf(1)))).toEqual(['GET deletions']);
});

it('deletions are listed by decision, users before groups, and from a given one on', async () => {
  const ids = [1, 2, 3, 258].map((n) => deletionOf(n));
  await deletions.put([...ids, deletionOf(2, { kind: 'group' })]);
  await deletions.decide([deletionOf(3)], approval);
  expect((await all()).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    `user ${entraIdOf(1)}`,
    `user ${entraIdOf(2)}`,
    `user ${entraIdOf(258)}`,
    `user ${entraIdOf(3)}`,
    `group ${entraIdOf(2)}`,
  ]);
  expect(await all({ decision: 'approved' })).toEqual([deletionOf(3, approval)]);
  const after = await all({ decision: 'pending', after: deletionOf(2) });
  expect(after.map(({ kind, id }) => [kind, id])).toEqual([
    ['user', entraIdOf(258)],
    ['group', entraIdOf(2)],
  ]);
  expect(await all({ after: deletionOf(2, { kind: 'group' }) })).toEqual([]);
});

it('a decision keeps everything else, can be changed, and does not bring back what is gone', async () => {
  await deletions.put([deletionOf(1), deletionOf(257)]);
  await deletions.decide([deletionOf(1), deletionOf(513), deletionOf(257)], approval);
  expect(await all()).toEqual([deletionOf(1, approval), deletionOf(257, approval)]);
  await deletions.decide([deletionOf(1)], { decision: 'pending', decidedAt: null, decidedBy: null });
  expect(await deletions.read('user', entraIdOf(1))).toEqual(deletionOf(1));
});

it('many are put, decided and removed in few operations', async () => {
  const many = Array.from({ length: 250 }, (_, n) => deletionOf(n * 256));
  const operations = await azurite.operationsOf(async () => {
    await deletions.put(many);
    await deletions.decide(many, approval);
    await deletions.remove(many);
  });
  expect(operations).toEqual(Array.from({ length: 9 }, () => 'BATCH deletions'));
  expect(await all()).toEqual([]);
});
