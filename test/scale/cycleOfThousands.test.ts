import { afterAll, beforeAll, expect, it } from 'vitest';
import { scanForDifferences } from '../../shared/engine/scan/scanForDifferences.ts';
import { type EngineBench, startEngineBench } from '../support/engineBench.ts';
import { createSeededTables } from '../support/seededTables.ts';
import { seedBench } from '../support/seedProvisioned.ts';

const SIZE = { people: 10_000, groups: 200, membersOfEach: 50 };

let bench: EngineBench;
let people: readonly string[];
afterAll(() => bench.close());

beforeAll(async () => {
  const seeded = createSeededTables();
  bench = await startEngineBench({ intercept: seeded.intercept });
  people = await seedBench(bench, seeded, SIZE);
}, 60_000);

/** How often each of some requests was made, as `{ 'GET /scim/v2/Users': 10 }`. */
function tally(requests: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const request of requests) {
    const kind = request.replace(/\/[0-9a-f-]{36}(?=\/|$)/, '/{id}');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

it('a full cycle over 10,000 people and 200 groups of 50, unchanged: 11 Slack reads and no write, a Graph read per page and per group, a table read per page', {
  timeout: 60_000,
}, async () => {
  const calls = await bench.calls(async () => {
    expect(await bench.fullCycle()).toMatchObject({ phase: 'ended', scanned: 10_200, planned: 0 });
  });
  expect(tally(calls.slack)).toEqual({ 'GET /scim/v2/Users': 10, 'GET /scim/v2/Groups': 1 });
  expect(tally(calls.graph)).toEqual({
    'GET /v1.0/users/delta': 1,
    'GET /v1.0/groups/delta': 1,
    'GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo': 1,
    'GET /v1.0/servicePrincipals/{id}': 1,
    'GET /v1.0/groups/{id}/members': 200,
    'GET /v1.0/users': 11,
    'GET /v1.0/groups': 1,
  });
  const tables = tally(calls.tables);
  // Those of users and of groups.
  expect(tables['GET anchors']).toBe(10 + 1);
  // The same, and a ledger for each group and for those who are assigned themselves.
  expect(tables['GET scope']).toBeLessThanOrEqual(10 + 1 + 1 + 200 + 2);
  expect(Object.keys(tables).filter((name) => /anchors|scope|slackIds/.test(name))).toEqual([
    'GET scope',
    'GET anchors',
  ]);
});

it('finds the one person and the one group that differ among them', { timeout: 60_000 }, async () => {
  bench.graph.directory.patchUser(people[4711] as string, { jobTitle: 'Countess' });
  const account = bench.account('person1004712@contoso.example');
  const [group] = bench.slack.workspace.groups.groupsOf(account?.id ?? '');
  bench.slack.workspace.groups.edit(group?.id ?? '', { memberIds: [] });
  const found = await scanForDifferences(false, async () => {}, bench.app);
  expect(found.updates.map(({ id }) => id)).toEqual([people[4711]]);
  expect([...found.creations, ...found.removals]).toEqual([]);
  expect(found.groups.updates).toHaveLength(1);
  expect([...found.groups.creations, ...found.groups.removals]).toEqual([]);
});
