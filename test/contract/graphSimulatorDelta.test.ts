import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../infra/local/graph/simulatorClock.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type Call, caller, person, readAll, tenantOf } from './graphSimulatorCalls.ts';

const users = Array.from({ length: 7 }, (_, index) => person(`user${index}`));
const id = (index: number): string => users[index]?.id ?? '';
const DAY_MS = 24 * 60 * 60 * 1000;

describe('delta queries of the Graph simulator', () => {
  let clock: ManualClock;
  let graph: GraphSimulator;
  let call: Call;
  const latest = async (path: string): Promise<string> => (await call('GET', path)).body['@odata.deltaLink'];
  beforeEach(async () => {
    clock = createManualClock(Date.parse('2026-05-04T08:00:00Z'));
    graph = await startGraphSimulator({ tenant: tenantOf(users), clock });
    call = caller(graph.url);
  });
  afterEach(() => graph.close());

  it('enumerates all users with the selected properties, then hands out a delta link', async () => {
    graph.faults.deltaPageSize = 3;
    graph.directory.setManager(id(1), id(0));
    graph.directory.deleteUser(id(6));
    const { rows, pages, deltaLink } = await readAll(call, '/users/delta?$select=displayName,jobTitle,manager');
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(rows[0]).toEqual({ displayName: 'user0', id: id(0) });
    expect(rows[1]?.['manager@delta']).toEqual([{ '@odata.type': '#microsoft.graph.user', id: id(0) }]);
    expect(rows[6]).toEqual({ id: id(6), '@removed': { reason: 'changed' } });
    expect((await readAll(call, deltaLink)).rows).toEqual([]);
  });

  it('starts from now with $deltatoken=latest and tells later changes once', async () => {
    graph.directory.patchUser(id(0), { displayName: 'before' });
    const link = await latest('/users/delta?$deltatoken=latest&$select=displayName,jobTitle');
    graph.directory.patchUser(id(1), { displayName: 'A' });
    graph.directory.patchUser(id(1), { jobTitle: 'Boss' });
    graph.directory.patchUser(id(1), { jobTitle: null });
    const { rows, deltaLink } = await readAll(call, link);
    expect(rows).toEqual([{ displayName: 'A', jobTitle: null, id: id(1) }]);
    expect((await readAll(call, deltaLink)).rows).toEqual([]);
  });

  it('tracks only what $select names, the manager included', async () => {
    const link = await latest('/users/delta?$deltatoken=latest&$select=displayName,manager');
    graph.directory.patchUser(id(0), { department: 'Sales' });
    graph.directory.setManager(id(1), id(0));
    graph.directory.setManager(id(1), id(2));
    const type = '#microsoft.graph.user';
    expect((await readAll(call, link)).rows).toEqual([
      {
        displayName: 'user1',
        id: id(1),
        'manager@delta': [
          { '@odata.type': type, id: id(0), '@removed': { reason: 'deleted' } },
          { '@odata.type': type, id: id(2) },
        ],
      },
    ]);
  });

  it('shows only changed properties with Prefer: return=minimal', async () => {
    const link = await latest('/users/delta?$deltatoken=latest&$select=displayName,mail');
    graph.directory.patchUser(id(0), { displayName: 'A' });
    const { body, headers } = await call('GET', link, undefined, { prefer: 'return=minimal' });
    expect(body.value).toEqual([{ displayName: 'A', id: id(0) }]);
    expect(headers.get('preference-applied')).toBe('return=minimal');
  });

  it('marks binned users as changed, purged ones as deleted, and gives restored ones in full', async () => {
    const link = await latest('/users/delta?$deltatoken=latest&$select=displayName');
    graph.directory.deleteUser(id(0));
    graph.directory.purgeUser(id(1));
    graph.directory.deleteUser(id(2));
    graph.directory.restoreUser(id(2));
    expect((await readAll(call, link)).rows).toEqual([
      { id: id(0), '@removed': { reason: 'changed' } },
      { id: id(1), '@removed': { reason: 'deleted' } },
      { displayName: 'user2', id: id(2) },
    ]);
  });

  it('tells members that came and went in the object form, and keeps binned users in the group until they are purged', async () => {
    const group = graph.directory.addGroup({ displayName: 'G' }, [id(0), id(1)]).id;
    const link = await latest('/groups/delta?$deltatoken=latest&$select=displayName,members');
    graph.directory.addMembers(group, [id(2)]);
    graph.directory.removeMembers(group, [id(0)]);
    graph.directory.deleteUser(id(1));
    const type = '#microsoft.graph.user';
    const removed = { '@removed': { reason: 'deleted' } };
    const first = await readAll(call, link);
    expect(first.rows).toEqual([
      {
        displayName: 'G',
        id: group,
        'members@delta': [
          { '@odata.type': type, id: id(2) },
          { '@odata.type': type, id: id(0), ...removed },
        ],
      },
    ]);
    graph.directory.purgeUser(id(1));
    const second = await readAll(call, first.deltaLink);
    expect(second.rows[0]?.['members@delta']).toEqual([{ '@odata.type': type, id: id(1), ...removed }]);
  });

  it('splits the members of a large group over rows of several pages', async () => {
    graph.faults.deltaPageSize = 3;
    const group = graph.directory.addGroup(
      { displayName: 'G' },
      users.map((user) => user.id),
    ).id;
    const empty = graph.directory.addGroup({ displayName: 'Empty' }).id;
    const { rows, pages } = await readAll(call, '/groups/delta?$select=displayName,members');
    expect(pages.length).toBeGreaterThan(2);
    const slices = rows.filter((row) => row.id === group).map((row) => row['members@delta'] as { id: string }[]);
    expect(slices.map((slice) => slice.length)).toEqual([3, 3, 1]);
    expect(slices.flat().map((member) => member.id)).toEqual(users.map((user) => user.id));
    expect(rows.find((row) => row.id === empty)).toEqual({ displayName: 'Empty', id: empty });
  });

  it('spreads the members of one group over several rows of a page, both ways', async () => {
    graph.faults.deltaRowMembers = 3;
    const everyone = users.map((user) => user.id);
    const group = graph.directory.addGroup({ displayName: 'G' }, everyone).id;
    const all = await readAll(call, '/groups/delta?$select=displayName,members');
    graph.directory.removeMembers(group, everyone);
    const changes = await readAll(call, all.deltaLink);
    for (const { pages, rows } of [all, changes]) {
      expect(pages).toHaveLength(1);
      expect(rows.map((row) => [row.id, row.displayName])).toEqual(Array(3).fill([group, 'G']));
      const slices = rows.map((row) => row['members@delta'] as { id: string; '@removed'?: object }[]);
      expect(slices.map((slice) => slice.length)).toEqual([3, 3, 1]);
      expect(slices.flat().map((member) => member.id)).toEqual(everyone);
      expect(slices.flat().every((member) => '@removed' in member)).toBe(rows === changes.rows);
    }
  });

  it('refuses $top, $expand and $orderby, and $select within a round', async () => {
    for (const option of ['$top=5', '$expand=manager', '$orderby=displayName']) {
      expect((await call('GET', `/users/delta?${option}`)).status).toBe(400);
    }
    graph.faults.deltaPageSize = 3;
    const { body } = await call('GET', '/users/delta');
    expect((await call('GET', `${body['@odata.nextLink']}&$select=mail`)).status).toBe(400);
    expect((await call('GET', '/users/delta?$deltatoken=nonsense')).status).toBe(400);
  });

  it('watches only the ids of a filter, at most 50', async () => {
    const filter = encodeURIComponent(`id eq '${id(1)}' or id eq '${id(2)}'`);
    const { rows, deltaLink } = await readAll(call, `/users/delta?$select=displayName&$filter=${filter}`);
    expect(rows.map((row) => row.id)).toEqual([id(1), id(2)]);
    graph.directory.patchUser(id(0), { displayName: 'A' });
    graph.directory.patchUser(id(2), { displayName: 'B' });
    expect((await readAll(call, deltaLink)).rows).toEqual([{ displayName: 'B', id: id(2) }]);
    const tooMany = encodeURIComponent(Array.from({ length: 51 }, () => `id eq '${id(0)}'`).join(' or '));
    expect((await call('GET', `/users/delta?$filter=${tooMany}`)).status).toBe(400);
  });

  it('answers 410 with a place to start again once a link is older than 7 days', async () => {
    const link = await latest('/users/delta?$deltatoken=latest&$select=displayName');
    clock.advance(7 * DAY_MS);
    expect((await call('GET', link)).status).toBe(200);
    clock.advance(1);
    const gone = await call('GET', link);
    expect(gone.status).toBe(410);
    expect(gone.body.error.code).toBe('syncStateNotFound');
    const location = gone.headers.get('location') ?? '';
    expect(location).toBe(`${graph.url}/v1.0/users/delta?$select=displayName&$deltatoken=`);
    expect((await readAll(call, location)).rows).toHaveLength(7);
  });

  it('does not continue a link of another tenant start', async () => {
    const link = await latest('/users/delta?$deltatoken=latest');
    const other = await startGraphSimulator({ tenant: tenantOf(users), clock });
    const { status } = await caller(other.url)('GET', link.replace(graph.url, other.url));
    await other.close();
    expect(status).toBe(410);
  });

  it('has switches for expired links, empty pages and repeated rows', async () => {
    const link = await latest('/users/delta?$deltatoken=latest&$select=displayName');
    graph.directory.patchUser(id(0), { displayName: 'A' });
    graph.faults.expireDeltaTokens = 1;
    expect((await call('GET', link)).status).toBe(410);
    graph.faults.emptyDeltaPages = 2;
    const { pages, deltaLink } = await readAll(call, link);
    expect(pages.map((page) => page.length)).toEqual([0, 0, 1]);
    graph.faults.emptyDeltaPages = 0;
    graph.faults.replayDelta = 1;
    expect((await readAll(call, deltaLink)).rows).toEqual([{ displayName: 'A', id: id(0) }]);
  });

  it('shows a change in reads and delta only when the replication lag is over', async () => {
    const link = await latest('/users/delta?$deltatoken=latest&$select=displayName');
    graph.faults.replicationLagMs = 30_000;
    graph.directory.patchUser(id(0), { displayName: 'A' });
    graph.directory.patchUser(id(0), { displayName: 'B' });
    graph.directory.deleteUser(id(1));
    const created = graph.directory.addUser({ displayName: 'N', userPrincipalName: 'n@contoso.example' });
    const name = async () => (await call('GET', `/users/${id(0)}`)).body.displayName;
    expect(await name()).toBe('user0');
    expect((await call('GET', `/users/${id(1)}`)).status).toBe(200);
    expect((await call('GET', `/users/${created.id}`)).status).toBe(404);
    expect((await readAll(call, '/users')).rows).toHaveLength(7);
    const early = await readAll(call, link);
    expect(early.rows).toEqual([]);
    clock.advance(30_000);
    expect(await name()).toBe('B');
    expect((await call('GET', `/users/${id(1)}`)).status).toBe(404);
    expect((await readAll(call, early.deltaLink)).rows).toHaveLength(3);
    expect((await readAll(call, '/users')).rows).toHaveLength(7);
  });
});
