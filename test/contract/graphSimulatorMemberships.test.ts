import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../infra/local/graph/simulatorClock.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type Call, caller, person, readAll, tenantOf } from './graphSimulatorCalls.ts';

const users = Array.from({ length: 3 }, (_, index) => person(`user${index}`));
const id = (index: number): string => users[index]?.id ?? '';
const ids = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row.id);
const m365 = { groupTypes: ['Unified'], mailEnabled: true, securityEnabled: false };

describe('memberships in the Graph simulator', () => {
  let clock: ManualClock;
  let graph: GraphSimulator;
  let call: Call;
  let outer: string;
  let inner: string;
  let hidden: string;
  beforeEach(async () => {
    clock = createManualClock(Date.parse('2026-05-04T08:00:00Z'));
    graph = await startGraphSimulator({ tenant: tenantOf(users), clock });
    call = caller(graph.url);
    inner = graph.directory.addGroup({ displayName: 'Inner' }, [id(0)]).id;
    outer = graph.directory.addGroup({ displayName: 'Outer', securityEnabled: false }, [inner, id(1)]).id;
    hidden = graph.directory.addGroup({ displayName: 'Hidden', ...m365, visibility: 'HiddenMembership' }, [id(0)]).id;
  });
  afterEach(() => graph.close());

  it('names the groups of a user and of a group, direct and through others', async () => {
    const direct = await readAll(call, `/users/user0@contoso.example/memberOf?$select=id,displayName`);
    expect(direct.rows).toEqual([
      { '@odata.type': '#microsoft.graph.group', id: inner, displayName: 'Inner' },
      { '@odata.type': '#microsoft.graph.group', id: hidden, displayName: 'Hidden' },
    ]);
    const path = `/users/${id(0)}/transitiveMemberOf/microsoft.graph.group?$select=id`;
    expect(ids((await readAll(call, path)).rows).sort()).toEqual([inner, outer, hidden].sort());
    expect(ids((await readAll(call, `/groups/${inner}/memberOf`)).rows)).toEqual([outer]);
    expect((await call('GET', `/users/nobody/memberOf`)).status).toBe(404);
  });

  it('checks memberships through groups within groups, all ids or none', async () => {
    const check = (object: string, groupIds: readonly string[]) =>
      call('POST', `/${object}/checkMemberGroups`, { groupIds });
    expect((await check(`users/${id(0)}`, [outer, inner, id(1)])).body.value).toEqual([outer, inner]);
    expect((await check(`groups/${inner}`, [outer, inner])).body.value).toEqual([outer]);
    expect((await check(`directoryObjects/${id(1)}`, [outer.toUpperCase(), inner])).body.value).toEqual([outer]);
    expect((await check(`users/${id(0)}`, [outer, 'x'])).status).toBe(400);
    expect((await check(`users/${id(0)}`, Array(21).fill(outer))).status).toBe(400);
    const objects = await call('POST', `/users/${id(0)}/checkMemberObjects`, { ids: [outer] });
    expect(objects.body.value).toEqual([outer]);
    const secured = await call('POST', `/users/${id(0)}/getMemberGroups`, { securityEnabledOnly: true });
    expect(secured.body.value).toEqual([inner]);
  });

  it('gives objects by ids: those that are there, of the types wanted', async () => {
    const get = async (body: object, query = '') => call('POST', `/directoryObjects/getByIds${query}`, body);
    graph.directory.deleteUser(id(2));
    const wanted = [id(0), outer, id(2), '00000000-0000-4000-8000-000000000000', id(0).toUpperCase()];
    const all = await get({ ids: wanted }, '?$select=id,userPrincipalName,securityEnabled');
    expect(all.body.value).toEqual([
      { '@odata.type': '#microsoft.graph.user', id: id(0), userPrincipalName: 'user0@contoso.example' },
      { '@odata.type': '#microsoft.graph.group', id: outer, securityEnabled: false },
    ]);
    expect(all.headers.get('x-ms-resource-unit')).toBe('2');
    expect(ids((await get({ ids: wanted, types: ['group'] })).body.value)).toEqual([outer]);
    expect((await get({ ids: Array(1001).fill(outer) })).status).toBe(400);
    expect((await call('GET', `/directoryObjects/${outer}`)).body['@odata.type']).toBe('#microsoft.graph.group');
  });

  it('keeps hidden memberships from an app without the permission, silently or refusing', async () => {
    const members = `/groups/${hidden}/members`;
    expect(ids((await readAll(call, members)).rows)).toEqual([id(0)]);
    graph.faults.hiddenMembersPermission = false;
    expect((await readAll(call, members)).rows).toEqual([]);
    expect((await readAll(call, `/groups/${hidden}/transitiveMembers`)).rows).toEqual([]);
    expect(ids((await readAll(call, `/users/${id(0)}/memberOf`)).rows)).toEqual([inner]);
    const check = await call('POST', `/users/${id(0)}/checkMemberGroups`, { groupIds: [hidden, outer] });
    expect(check.body.value).toEqual([outer]);
    const delta = await readAll(call, '/groups/delta?$select=displayName,members');
    expect(delta.rows.find((row) => row.id === hidden)).toEqual({ displayName: 'Hidden', id: hidden });
    graph.directory.addMembers(hidden, [id(1)]);
    expect((await readAll(call, delta.deltaLink)).rows).toEqual([{ displayName: 'Hidden', id: hidden }]);
    expect((await call('GET', `/groups/${hidden}?$select=visibility`)).body.visibility).toBe('HiddenMembership');
    graph.faults.refuseHiddenMembers = true;
    const refused = await call('GET', members);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'Authorization_RequestDenied']);
    expect((await call('GET', `/groups/${outer}/members`)).status).toBe(200);
  });

  it('takes hidden membership for new Microsoft 365 groups only, and for good', async () => {
    const input = { displayName: 'H', mailNickname: 'h', visibility: 'HiddenMembership' };
    const create = (more: object) => call('POST', '/groups', { ...input, ...more });
    expect((await create({ mailEnabled: false, securityEnabled: true })).status).toBe(400);
    expect((await create(m365)).status).toBe(201);
    expect((await call('PATCH', `/groups/${hidden}`, { visibility: 'Public' })).status).toBe(400);
  });

  it('lets no group into a Microsoft 365 group', async () => {
    const group = graph.directory.addGroup({ displayName: 'M', ...m365 }).id;
    const add = (objectId: string) =>
      call('POST', `/groups/${group}/members/$ref`, { '@odata.id': `https://x/v1.0/directoryObjects/${objectId}` });
    expect((await add(inner)).status).toBe(400);
    expect((await add(id(0))).status).toBe(204);
  });

  it('puts deleted security groups into the recycle bin or removes them at once, as switched', async () => {
    graph.faults.binSecurityGroups = false;
    const unified = graph.directory.addGroup({ displayName: 'M', ...m365 }, [id(0)]).id;
    const link = (await call('GET', '/groups/delta?$deltatoken=latest&$select=displayName')).body['@odata.deltaLink'];
    for (const group of [inner, unified]) expect((await call('DELETE', `/groups/${group}`)).status).toBe(204);
    const bin = await readAll(call, '/directory/deletedItems/microsoft.graph.group?$select=id');
    expect(ids(bin.rows)).toEqual([unified]);
    expect((await call('POST', `/directory/deletedItems/${inner}/restore`)).status).toBe(404);
    const { rows } = await readAll(call, link);
    expect(rows.find((row) => row.id === inner)).toEqual({ id: inner, '@removed': { reason: 'deleted' } });
    expect(rows.find((row) => row.id === unified)).toEqual({ id: unified, '@removed': { reason: 'changed' } });
    expect(ids((await readAll(call, `/groups/${outer}/members`)).rows)).toEqual([id(1)]);
  });

  it('shows a change of members late in lists when they lag, while delta tells it already', async () => {
    const link = (await call('GET', '/groups/delta?$deltatoken=latest&$select=members')).body['@odata.deltaLink'];
    graph.faults.memberListLagMs = 30_000;
    graph.directory.addMembers(inner, [id(2)]);
    graph.directory.removeMembers(inner, [id(0)]);
    const members = async () => ids((await readAll(call, `/groups/${inner}/members`)).rows);
    expect(await members()).toEqual([id(0)]);
    expect((await readAll(call, link)).rows[0]?.['members@delta']).toHaveLength(2);
    clock.advance(30_000);
    expect(await members()).toEqual([id(2)]);
  });
});

describe('a group of 15,000 in the Graph simulator', () => {
  it('is listed in pages of up to 999, everyone once', async () => {
    const many = Array.from({ length: 15_000 }, (_, index) => person(`user${index}`));
    const group = { id: '0bbbbbbb-0000-4000-8000-00000000000b', properties: { displayName: 'All' } };
    const memberIds = many.map((user) => user.id);
    const graph = await startGraphSimulator({ tenant: tenantOf(many, { groups: [{ ...group, memberIds }] }) });
    const { rows, pages } = await readAll(caller(graph.url), `/groups/${group.id}/members?$select=id&$top=999`);
    await graph.close();
    expect(pages.map((page) => page.length)).toEqual([...Array(15).fill(999), 15]);
    expect(ids(rows)).toEqual(memberIds);
  });
});
