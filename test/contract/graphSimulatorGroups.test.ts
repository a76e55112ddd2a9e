import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DEMO_SLACK_APP_ID,
  DEMO_SLACK_SERVICE_PRINCIPAL_ID,
  DEMO_USER_ROLE_ID,
} from '../../infra/local/demo/demoIds.ts';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type Call, caller, person, readAll, tenantOf } from './graphSimulatorCalls.ts';

const users = Array.from({ length: 130 }, (_, index) =>
  person(`user${index}`, { department: index < 5 ? 'Sales' : 'IT' }),
);
const id = (index: number): string => users[index]?.id ?? '';
const ids = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row.id);
const reference = (objectId: string) => ({
  '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${objectId}`,
});
const everyone = users.map((user) => user.id);

describe('groups of the Graph simulator', () => {
  let graph: GraphSimulator;
  let call: Call;
  let all: string;
  let inner: string;
  beforeEach(async () => {
    graph = await startGraphSimulator({ tenant: tenantOf(users) });
    call = caller(graph.url);
    all = graph.directory.addGroup({ displayName: 'All' }, everyone).id;
    inner = graph.directory.addGroup({ displayName: 'Inner' }, [id(0), id(1)]).id;
  });
  afterEach(() => graph.close());

  it('lists members in pages of 100 with their type, and only users with the cast', async () => {
    graph.directory.addMembers(all, [inner]);
    const { rows, pages } = await readAll(call, `/groups/${all}/members`);
    expect(pages.map((page) => page.length)).toEqual([100, 31]);
    expect(rows[0]?.['@odata.type']).toBe('#microsoft.graph.user');
    expect(rows.at(-1)).toMatchObject({ '@odata.type': '#microsoft.graph.group', id: inner });
    const cast = await readAll(call, `/groups/${all}/members/microsoft.graph.user?$top=999&$select=id`);
    expect(ids(cast.rows)).toEqual(everyone);
    expect((await call('GET', `/groups/${all}/members/microsoft.graph.device`)).status).toBe(400);
  });

  it('follows nested groups that contain each other, naming everyone once', async () => {
    const outer = graph.directory.addGroup({ displayName: 'Outer' }, [inner, id(1), id(2)]).id;
    graph.directory.addMembers(inner, [outer]);
    const path = `/groups/${outer}/transitiveMembers/microsoft.graph.user?$select=id`;
    expect(ids((await readAll(call, path)).rows).sort()).toEqual([id(0), id(1), id(2)].sort());
    expect(ids((await readAll(call, `/groups/${outer}/members/microsoft.graph.user`)).rows)).toEqual([id(1), id(2)]);
  });

  it('hides members in the recycle bin and shows them again when they return', async () => {
    graph.directory.deleteUser(id(0));
    expect(ids((await readAll(call, `/groups/${inner}/members`)).rows)).toEqual([id(1)]);
    graph.directory.restoreUser(id(0));
    expect(ids((await readAll(call, `/groups/${inner}/members`)).rows)).toEqual([id(0), id(1)]);
  });

  it('adds and removes members by reference, each only once', async () => {
    const members = `/groups/${inner}/members`;
    expect((await call('POST', `${members}/$ref`, reference(id(7)))).status).toBe(204);
    expect((await call('POST', `${members}/$ref`, reference(id(7)))).status).toBe(400);
    expect((await call('POST', `${members}/$ref`, reference('nobody'))).status).toBe(404);
    expect((await call('DELETE', `${members}/${id(0)}/$ref`)).status).toBe(204);
    expect((await call('DELETE', `${members}/${id(0)}/$ref`)).status).toBe(404);
    expect(ids((await readAll(call, members)).rows)).toEqual([id(1), id(7)]);
  });

  it('creates, changes, bins and restores a group', async () => {
    const input = { displayName: 'New', mailEnabled: false, mailNickname: 'new', securityEnabled: true };
    const created = await call('POST', '/groups', { ...input, 'members@odata.bind': [reference(id(3))['@odata.id']] });
    expect(created.status).toBe(201);
    const path = `/groups/${created.body.id}`;
    expect(ids((await readAll(call, `${path}/members`)).rows)).toEqual([id(3)]);
    expect((await call('PATCH', path, { displayName: 'Newer' })).status).toBe(204);
    expect((await call('GET', `${path}?$select=displayName`)).body.displayName).toBe('Newer');
    expect((await call('POST', '/groups', { displayName: 'x' })).status).toBe(400);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    const bin = await call('GET', '/directory/deletedItems/microsoft.graph.group?$select=id,securityEnabled');
    expect(bin.body.value).toEqual([{ id: created.body.id, securityEnabled: false }]);
    expect((await call('POST', `/directory/deletedItems/${created.body.id}/restore`)).status).toBe(200);
    expect(ids((await readAll(call, `${path}/members`)).rows)).toEqual([id(3)]);
  });

  it('keeps the members of a dynamic group to its rule, and takes no others', async () => {
    const rule = '(user.department -eq "sales") -and -not (user.accountEnabled -eq false)';
    const group = graph.directory.addGroup({
      displayName: 'Sales',
      groupTypes: ['DynamicMembership'],
      membershipRule: rule,
    }).id;
    const members = async () => ids((await readAll(call, `/groups/${group}/members`)).rows);
    expect(await members()).toEqual([id(0), id(1), id(2), id(3), id(4)]);
    await call('PATCH', `/users/${id(0)}`, { department: 'IT' });
    await call('PATCH', `/users/${id(1)}`, { accountEnabled: false });
    await call('PATCH', `/users/${id(9)}`, { department: 'Sales' });
    expect(await members()).toEqual([id(2), id(3), id(4), id(9)]);
    expect((await call('POST', `/groups/${group}/members/$ref`, reference(id(20)))).status).toBe(400);
    await call('PATCH', `/groups/${group}`, { membershipRule: 'user.displayName -in ["user7", "user8"]' });
    expect((await members()).sort()).toEqual([id(7), id(8)].sort());
    expect((await call('PATCH', `/groups/${group}`, { membershipRule: 'department is Sales' })).status).toBe(400);
  });
});

describe('app role assignments of the Graph simulator', () => {
  let graph: GraphSimulator;
  let call: Call;
  const assigned = `/servicePrincipals/${DEMO_SLACK_SERVICE_PRINCIPAL_ID}/appRoleAssignedTo`;
  const body = (principalId: string) => ({
    principalId,
    resourceId: DEMO_SLACK_SERVICE_PRINCIPAL_ID,
    appRoleId: DEMO_USER_ROLE_ID,
  });
  beforeEach(async () => {
    graph = await startGraphSimulator({ tenant: tenantOf(users) });
    call = caller(graph.url);
  });
  afterEach(() => graph.close());

  it('shows the application by object id and by app id, with its roles', async () => {
    const byId = await call('GET', `/servicePrincipals/${DEMO_SLACK_SERVICE_PRINCIPAL_ID}?$select=id,appRoles`);
    const byAppId = await call('GET', `/servicePrincipals(appId='${DEMO_SLACK_APP_ID}')?$select=id,appRoles`);
    expect(byAppId.body).toEqual(byId.body);
    expect(byId.body.appRoles).toMatchObject([{ value: 'User' }, { value: 'msiam_access' }]);
  });

  it('lists assignments of users and groups over pages, also through links of the app id form', async () => {
    for (const user of users) graph.directory.assign(body(user.id));
    const group = graph.directory.addGroup({ displayName: 'G' }).id;
    graph.directory.assign(body(group));
    const { rows, pages } = await readAll(call, `/servicePrincipals(appId='${DEMO_SLACK_APP_ID}')/appRoleAssignedTo`);
    expect(pages.map((page) => page.length)).toEqual([100, 31]);
    expect(rows[0]).toEqual({
      id: expect.stringMatching(/^[\w-]{43}$/),
      deletedDateTime: null,
      appRoleId: DEMO_USER_ROLE_ID,
      createdDateTime: expect.stringMatching(/Z$/),
      principalDisplayName: 'user0',
      principalId: id(0),
      principalType: 'User',
      resourceDisplayName: 'Slack',
      resourceId: DEMO_SLACK_SERVICE_PRINCIPAL_ID,
    });
    expect(rows.at(-1)).toMatchObject({ principalId: group, principalType: 'Group' });
  });

  it('assigns and unassigns from either side, once, and for known principals and roles only', async () => {
    const created = await call('POST', assigned, body(id(0)));
    expect(created.status).toBe(201);
    expect((await call('POST', assigned, body(id(0)))).status).toBe(400);
    expect((await call('POST', assigned, { ...body(id(1)), appRoleId: id(1) })).status).toBe(400);
    expect((await call('POST', assigned, body('00000000-0000-4000-8000-000000000000'))).status).toBe(404);
    const ofUser = `/users/${id(0)}/appRoleAssignments`;
    expect((await call('GET', ofUser)).body.value).toHaveLength(1);
    expect((await call('DELETE', `${ofUser}/${created.body.id}`)).status).toBe(204);
    expect((await call('GET', assigned)).body.value).toEqual([]);
    expect((await call('DELETE', `${assigned}/${created.body.id}`)).status).toBe(404);
  });

  it('hides assignments of a user in the recycle bin and drops those of a purged one', async () => {
    graph.directory.assign(body(id(0)));
    graph.directory.deleteUser(id(0));
    expect((await call('GET', assigned)).body.value).toEqual([]);
    graph.directory.restoreUser(id(0));
    expect((await call('GET', assigned)).body.value).toHaveLength(1);
    graph.directory.purgeUser(id(0));
    expect((await call('GET', assigned)).body.value).toEqual([]);
    expect(graph.directory.assignmentsOf(id(0))).toEqual([]);
  });
});
