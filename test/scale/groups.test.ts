import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EngineBench, startEngineBench } from '../support/engineBench.ts';
import { createSeededTables } from '../support/seededTables.ts';
import { seedBench } from '../support/seedProvisioned.ts';

/** Members that a group can have in Slack. */
const LARGEST = 15_000;
const CREWS = 40;

let bench: EngineBench;
let people: readonly string[];
let everybody: string;
afterAll(() => bench.close());

beforeAll(async () => {
  const seeded = createSeededTables();
  bench = await startEngineBench({ intercept: seeded.intercept, configuration: { scope: { mode: 'all' } } });
  people = await seedBench(bench, seeded, { people: LARGEST, groups: 0, membersOfEach: 0 });
}, 120_000);

const slackGroup = (displayName: string) => bench.slack.workspace.groups.findByName(displayName)[0];

it('new groups of 50 cost one create each with their members in it; one of 15,000 two more requests, in portions of 5,000, and nothing else', {
  timeout: 120_000,
}, async () => {
  for (let index = 0; index < CREWS; index += 1) bench.addGroup(`Crew ${index}`, people.slice(index, index + 50));
  everybody = bench.addGroup('Everybody', people.slice(1));
  const planned = CREWS + 1;
  const calls = await bench.calls(async () => {
    expect(await bench.fullCycle()).toMatchObject({ planned, done: planned, failed: 0, skipped: 0 });
  });
  const writes = calls.slack.filter((line) => !line.startsWith('GET'));
  expect(writes.filter((line) => line === 'POST /scim/v2/Groups')).toHaveLength(planned);
  expect(writes.filter((line) => !line.startsWith('POST'))).toEqual(
    Array.from({ length: 2 }, () => `PATCH /scim/v2/Groups/${slackGroup('Everybody')?.id}`),
  );
  // The listings of the scan, and no look at anybody.
  expect(calls.slack).toHaveLength(writes.length + LARGEST / 1000 + 1);
  expect(slackGroup('Crew 7')?.memberIds.size).toBe(50);
  expect(slackGroup('Everybody')?.memberIds.size).toBe(LARGEST - 1);
});

it('one member more in a group of 15,000 is one Slack request with one operation, after a read of every page of its members', async () => {
  const [first = ''] = people;
  bench.graph.directory.addMembers(everybody, [first]);
  const change = { kind: 'group', id: everybody, cause: 'notification' } as const;
  const calls = await bench.calls(() => bench.process({ ...change, members: { added: [first], removed: [] } }));
  expect(calls.slack).toEqual([`PATCH /scim/v2/Groups/${slackGroup('Everybody')?.id}`]);
  expect(calls.graph.filter((line) => line.endsWith('/members'))).toHaveLength(Math.ceil(LARGEST / 999));
  expect(slackGroup('Everybody')?.memberIds.size).toBe(LARGEST);
});
