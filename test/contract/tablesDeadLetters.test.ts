import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../shared/model/deadLetter.ts';
import type { DeadLetterStore } from '../../shared/ports/stores.ts';
import { createDeadLetterStore } from '../../shared/store/deadLetterStore.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { createUnannouncedStore } from '../../shared/store/unannouncedStore.ts';
import { entraIdOf } from '../support/anchors.ts';
import { type AzuriteTables, startAzuriteTables } from '../support/azurite.ts';

let azurite: AzuriteTables;
let deadLetters: DeadLetterStore;

beforeAll(async () => {
  azurite = await startAzuriteTables();
  deadLetters = createDeadLetterStore(createTables(azurite));
});
afterAll(() => azurite.close());
beforeEach(async () => deadLetters.remove((await all()).map(({ id }) => id)));

async function all(filter?: Parameters<DeadLetterStore['list']>[0]): Promise<readonly DeadLetter[]> {
  const found: DeadLetter[] = [];
  for await (const page of deadLetters.list(filter)) found.push(...page);
  return found;
}

const letter = (n: number, changes: Partial<DeadLetter> = {}): DeadLetter => ({
  id: `000000000000${n}-0123456789ab`,
  ...{ sentAt: '2026-11-22T20:00:00.000Z', recordedAt: '2026-11-22T20:05:00.000Z' },
  ...{ messageId: `m-${n}`, reason: 'MaxDeliveryCountExceeded', body: '{"v":1}' },
  change: { kind: 'user', id: entraIdOf(n), cause: 'notification' },
  ...{ state: 'open', settledAt: null, settledBy: null },
  ...changes,
});
const dismissed = { state: 'dismissed', settledAt: '2026-11-23T08:00:00.000Z', settledBy: 'ada' } as const;

describe('dead letters', () => {
  it('are listed by id as they were added, those that cannot be read included', async () => {
    const garbage = letter(1, { change: null, body: 'Grüße 🚀 \u0000' });
    await deadLetters.add(letter(2));
    await deadLetters.add(garbage);
    expect(await all()).toEqual([garbage, letter(2)]);
    expect(await all({ after: garbage.id })).toEqual([letter(2)]);
  });

  it('that are added again keep what was decided', async () => {
    await deadLetters.add(letter(1));
    await deadLetters.settle([letter(1).id], dismissed);
    await deadLetters.add(letter(1));
    expect(await all()).toEqual([letter(1, dismissed)]);
    expect(await all({ state: 'open' })).toEqual([]);
    expect(await all({ state: 'dismissed' })).toHaveLength(1);
  });

  it('that are gone stay gone when something is decided about them', async () => {
    await deadLetters.settle([letter(1).id], dismissed);
    expect(await all()).toEqual([]);
  });

  it('keep the beginning of a body that is far too long', async () => {
    await deadLetters.add(letter(1, { body: 'x'.repeat(100_000) }));
    expect((await all())[0]?.body).toMatch(/^x{30000}… \(cut, 100000 characters\)$/);
  });
});

it('changes without a notification are taken once they are old enough, and not when one has come', async () => {
  const unannounced = createUnannouncedStore(createTables(azurite));
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 20, minute));
  for (const n of [1, 2, 3]) await unannounced.put('user', entraIdOf(n), at(n));
  await unannounced.remove('user', entraIdOf(1));
  await unannounced.remove('group', entraIdOf(2));
  expect(await unannounced.take(at(3))).toBe(1);
  expect(await unannounced.take(at(3))).toBe(0);
  expect(await unannounced.take(at(4))).toBe(1);
});
