import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineBench, startEngineBench } from '../../support/engineBench.ts';

let bench: EngineBench;
beforeAll(async () => {
  bench = await startEngineBench();
});
afterAll(() => bench.close());

/** Somebody provisioned, in an instance that has processed a change before. */
async function warm(): Promise<string> {
  const id = bench.addPerson({ userPrincipalName: `${randomUUID().slice(0, 8)}@contoso.example` });
  await bench.fullCycle();
  bench.graph.directory.patchUser(id, { jobTitle: 'Warm' });
  await bench.notify(id);
  return id;
}

const WRITE = ['GET anchors', 'GET scope', 'PUT anchors', 'PUT job', 'PUT provisioningLogs'];
const LOGGED = [...WRITE, 'PUT provisioningLogsByObject'].map((line) => line.replace('PUT', 'PATCH'));
const sorted = (lines: readonly string[]) => lines.map((line) => line.replace('PUT', 'PATCH')).sort();

describe('what one event costs on a warm instance', () => {
  it('one changed attribute: one Graph request, one Slack request, six table operations, also after hours of silence', async () => {
    const id = await warm();
    bench.clock.advance(5 * 3_600_000);
    bench.graph.directory.patchUser(id, { jobTitle: 'Countess' });
    const calls = await bench.calls(() => bench.notify(id));
    expect(calls.graph).toEqual([`GET /v1.0/users/${id}`]);
    expect(calls.slack).toEqual([expect.stringMatching(/^PATCH /)]);
    expect(sorted(calls.tables)).toEqual(LOGGED);
  });

  it('a leaver costs three more for the deletion guard, and one to note what is about to happen instead of reading the scope', async () => {
    const id = await warm();
    bench.graph.directory.patchUser(id, { accountEnabled: false });
    const calls = await bench.calls(() => bench.notify(id));
    expect(calls.slack).toEqual([expect.stringMatching(/^DELETE /)]);
    const noted = LOGGED.map((line) => (line === 'GET scope' ? 'PATCH anchors' : line));
    const guarded = ['GET deletions', 'GET job', expect.stringMatching(/^(POST|PATCH) job$/)];
    expect(sorted(calls.tables)).toHaveLength(noted.length + guarded.length);
    expect(calls.tables.map((line) => line.replace('PUT', 'PATCH'))).toEqual(
      expect.arrayContaining([...noted, ...guarded]),
    );
  });

  it('somebody whose manager has no account costs no more: that the reference waits is in the anchor', async () => {
    const id = await warm();
    const boss = bench.addPerson({ userPrincipalName: `${id.slice(0, 8)}-boss@contoso.example` }, { assigned: false });
    bench.graph.directory.setManager(id, boss);
    bench.graph.directory.patchUser(id, { jobTitle: 'First' });
    await bench.notify(id);
    bench.graph.directory.patchUser(id, { jobTitle: 'Second' });
    expect(sorted((await bench.calls(() => bench.notify(id))).tables)).toEqual(LOGGED);
  });

  it('a change of nothing that we map: one Graph request, two table reads, no Slack request, and the second look the same', async () => {
    const id = await warm();
    bench.clock.advance(16 * 60_000);
    bench.graph.directory.patchUser(id, { passwordPolicies: 'DisablePasswordExpiration' });
    for (const look of [() => bench.notify(id), () => bench.drain()]) {
      const calls = await bench.calls(look);
      expect(calls).toEqual({
        graph: [`GET /v1.0/users/${id}`],
        slack: [],
        tables: expect.arrayContaining(['GET anchors', 'GET scope']),
      });
      expect(calls.tables).toHaveLength(2);
    }
  });

  it('a second notification of a change: one more, since a sweep may have been ahead of the first', async () => {
    const id = await warm();
    const calls = await bench.calls(() => bench.notify(id));
    expect(calls).toMatchObject({ graph: [`GET /v1.0/users/${id}`], slack: [] });
    expect(sorted(calls.tables)).toEqual(['DELETE unannounced', 'GET anchors', 'GET scope']);
  });

  it('someone neither in scope nor linked: two table reads, no other request, no log', async () => {
    await warm();
    const stranger = bench.addPerson({ userPrincipalName: 'stranger@contoso.example' }, { assigned: false });
    for (const id of [stranger, randomUUID()]) {
      const calls = await bench.calls(() => bench.notify(id));
      expect({ ...calls, tables: [...calls.tables].sort() }).toEqual({
        graph: [],
        slack: [],
        tables: ['GET anchors', 'GET scope'],
      });
      expect(await bench.log(id)).toEqual([]);
    }
  });
});

it('the status counts the anchors at most once a minute, and once a cycle has ended', async () => {
  const { readStatus } = await import('../../../shared/engine/readStatus.ts');
  const id = await warm();
  const status = () => readStatus(bench.app);
  bench.clock.advance(61_000);
  const { users } = (await status()).entries;
  bench.graph.directory.patchUser(id, { accountEnabled: false });
  await bench.notify(id);
  const calls = await bench.calls(async () => expect((await status()).entries.users).toBe(users));
  expect(calls.tables).not.toContain('GET anchors');
  bench.clock.advance(61_000);
  expect((await status()).entries.users).toBe(users - 1);
  bench.addPerson({ userPrincipalName: 'new@contoso.example' });
  await bench.fullCycle();
  expect((await status()).entries.users).toBe(users);
});
