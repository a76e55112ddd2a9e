import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { notificationItem } from '../support/notificationItem.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';

let scenario: Scenario;
afterEach(() => scenario.close());

/** host.json: 32 sessions at a time, each given back a second after its last message: 500 take 16 s and a little. */
it('500 sessions of one message each are drained in under 30 s, each message once', { timeout: 60_000 }, async () => {
  scenario = await startScenario();
  await scenario.provision();
  const ids = Array.from({ length: 500 }, () => randomUUID());
  const startedAt = Date.now();
  const read = await scenario.tables.operationsOf(async () => {
    for (let start = 0; start < ids.length; start += 20) {
      const items = ids.slice(start, start + 20).map((id) => notificationItem(id));
      expect(await scenario.notify(items)).toBe(202);
    }
    await scenario.idle(45_000);
  });
  expect(Date.now() - startedAt).toBeLessThan(30_000);
  // Nobody knows these people: their scope row and their anchor are looked up, and that is all.
  expect(read.filter((operation) => operation === 'GET anchors')).toHaveLength(ids.length);
  expect(read.filter((operation) => operation === 'GET scope')).toHaveLength(ids.length);
  const anchorsRead = new Set(
    scenario.tables.requests
      .filter(({ table }) => table === 'anchors')
      .map(({ path }) => /RowKey='([^']+)'/.exec(path)?.[1]),
  );
  expect(ids.filter((id) => !anchorsRead.has(id))).toEqual([]);
});
