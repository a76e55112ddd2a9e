import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../infra/local/graph/startGraphSimulator.ts';
import { type Call, caller, person, readAll, tenantOf } from './graphSimulatorCalls.ts';

const boss = person('boss');
const ann = person('ann', { department: 'Sales', employeeOrgData: { division: 'Commercial' } }, boss.id);
const many = Array.from({ length: 250 }, (_, index) => person(`user${index}`));
const eventual = { consistencylevel: 'eventual' };

describe('users of the Graph simulator', () => {
  let graph: GraphSimulator;
  let call: Call;
  beforeEach(async () => {
    graph = await startGraphSimulator({ tenant: tenantOf([boss, ann, ...many]) });
    call = caller(graph.url);
  });
  afterEach(() => graph.close());

  it('shows the default properties only, unless others are selected', async () => {
    const plain = await call('GET', `/users/${ann.id}`);
    expect(Object.keys(plain.body).sort()).toEqual(
      [
        '@odata.context',
        'businessPhones',
        'displayName',
        'givenName',
        'id',
        'jobTitle',
        'mail',
        'mobilePhone',
        'officeLocation',
        'preferredLanguage',
        'surname',
        'userPrincipalName',
      ].sort(),
    );
    const selected = await call('GET', `/users/ann@contoso.example?$select=id,department,otherMails,employeeOrgData`);
    expect(selected.body).toEqual({
      '@odata.context': `${graph.url}/v1.0/$metadata#users(id,department,otherMails,employeeOrgData)/$entity`,
      id: ann.id,
      department: 'Sales',
      otherMails: [],
      employeeOrgData: { costCenter: null, division: 'Commercial' },
    });
    expect((await call('GET', '/users?$select=shoeSize')).body.error.message).toContain("property named 'shoeSize'");
  });

  it('lists every user once over pages of 100, or of $top up to 999', async () => {
    const { rows, pages } = await readAll(call, '/users?$select=id');
    expect(pages.map((page) => page.length)).toEqual([100, 100, 52]);
    expect(new Set(rows.map((row) => row.id)).size).toBe(252);
    expect((await readAll(call, '/users?$top=999')).pages).toHaveLength(1);
    expect((await call('GET', '/users?$top=1000')).status).toBe(400);
    expect((await call('GET', '/users?$skip=1')).status).toBe(400);
  });

  it('neither skips nor repeats users when others are deleted between two pages', async () => {
    const first = await call('GET', '/users?$top=50&$select=id');
    for (const user of many.slice(0, 30)) graph.directory.deleteUser(user.id);
    const rest = await readAll(call, first.body['@odata.nextLink']);
    const seen = [...first.body.value, ...rest.rows].map((row) => row.id);
    expect(new Set(seen).size).toBe(252);
    expect(seen).toHaveLength(252);
  });

  it('filters by id, by names regardless of case, and by start', async () => {
    const find = async (filter: string) =>
      (await call('GET', `/users?$select=displayName&$filter=${encodeURIComponent(filter)}`)).body.value.map(
        (row) => row.displayName,
      );
    expect(await find(`id eq '${ann.id}'`)).toEqual(['ann']);
    expect(await find(`id in ('${boss.id}','${ann.id}', 'nobody')`)).toEqual(['boss', 'ann']);
    expect(await find("userPrincipalName eq 'ANN@contoso.example'")).toEqual(['ann']);
    expect(await find("mail eq 'ann@contoso.example' or mail eq 'boss@contoso.example'")).toEqual(['boss', 'ann']);
    expect(await find("startswith(displayName,'user24')")).toHaveLength(11);
    expect(await find("employeeOrgData/division eq 'Commercial' and accountEnabled eq true")).toEqual(['ann']);
  });

  it('stores directory extensions, shows them when they are selected and set, and filters by them', async () => {
    const badge = 'extension_0123456789abcdef0123456789abcdef_badge';
    const path = `/users/${ann.id}`;
    const link = (await call('GET', `/users/delta?$deltatoken=latest&$select=displayName,${badge}`)).body[
      '@odata.deltaLink'
    ];
    expect((await call('PATCH', path, { [badge]: 'B-7' })).status).toBe(204);
    expect((await call('GET', path)).body).not.toHaveProperty(badge);
    expect((await call('GET', `${path}?$select=id,${badge}`)).body).toMatchObject({ id: ann.id, [badge]: 'B-7' });
    const filter = encodeURIComponent(`${badge} eq 'b-7'`);
    expect((await call('GET', `/users?$select=id,${badge}&$filter=${filter}`)).body.value).toEqual([
      { id: ann.id, [badge]: 'B-7' },
    ]);
    expect((await readAll(call, link)).rows).toEqual([{ displayName: 'ann', [badge]: 'B-7', id: ann.id }]);
    await call('PATCH', path, { [badge]: null });
    expect((await call('GET', `${path}?$select=id,${badge}`)).body).not.toHaveProperty(badge);
    expect((await call('PATCH', path, { [badge]: { a: 1 } })).status).toBe(400);
    expect((await call('PATCH', path, { extension_badge: 'x' })).status).toBe(400);
  });

  it('refuses filters that Graph refuses', async () => {
    const status = async (filter: string, headers = {}) =>
      (await call('GET', `/users?$count=true&$filter=${encodeURIComponent(filter)}`, undefined, headers)).status;
    const tooMany = many.slice(0, 16).map((user) => `'${user.id}'`);
    expect(await status(`id in (${tooMany.join(',')})`)).toBe(400);
    expect(await status("department ne 'Sales'")).toBe(400);
    expect(await status("department ne 'Sales'", eventual)).toBe(200);
    expect(await status("shoeSize eq '42'")).toBe(400);
    expect(await status('department eq')).toBe(400);
    expect(await status("displayName eq 'it's'")).toBe(400);
  });

  it('expands the manager, and leaves the property out when there is none', async () => {
    const manager = { '@odata.type': '#microsoft.graph.user', id: boss.id };
    const expanded = await call('GET', `/users/${ann.id}?$select=id&$expand=manager($select=id)`);
    expect(expanded.body.manager).toEqual(manager);
    expect((await call('GET', `/users/${boss.id}?$expand=manager`)).body).not.toHaveProperty('manager');
    const list = await call('GET', `/users?$top=2&$select=id&$expand=manager($select=id)`);
    expect(list.body.value).toEqual([{ id: boss.id }, { id: ann.id, manager }]);
    expect(list.body['@odata.nextLink']).toContain('$expand=');
    const levels = `/users/${ann.id}?$select=id&$count=true&$expand=manager($levels=1;$select=id)`;
    expect((await call('GET', levels)).status).toBe(400);
    expect((await call('GET', levels, undefined, eventual)).body.manager).toEqual(manager);
  });

  it('creates a user, and refuses one that is incomplete, ill-typed or takes a name in use', async () => {
    const input = {
      accountEnabled: true,
      displayName: 'New',
      mailNickname: 'new',
      userPrincipalName: 'new@contoso.example',
    };
    const created = await call('POST', '/users', { ...input, passwordProfile: { password: 'Invented1!' } });
    expect(created.status).toBe(201);
    expect(created.body).not.toHaveProperty('passwordProfile');
    expect((await call('GET', '/users/NEW@contoso.example')).body.id).toBe(created.body.id);
    const refusal = async (patch: object) => (await call('POST', '/users', { ...input, ...patch })).body.error.message;
    expect(await refusal({})).toMatch(/same value for property userPrincipalName/);
    expect(await refusal({ userPrincipalName: 'x@contoso.example', mailNickname: undefined })).toMatch(
      /'mailNickname'/,
    );
    expect(await refusal({ userPrincipalName: 'no-domain' })).toMatch(/userPrincipalName is invalid/);
    expect(await refusal({ userPrincipalName: 'x@contoso.example', accountEnabled: 'yes' })).toMatch(
      /'accountEnabled'/,
    );
  });

  it('patches properties, merges complex values, and refuses read-only, unknown and empty ones', async () => {
    const path = `/users/${ann.id}`;
    expect((await call('PATCH', path, { department: null, employeeOrgData: { costCenter: 'CC' } })).status).toBe(204);
    const { body } = await call('GET', `${path}?$select=department,employeeOrgData`);
    expect(body).toMatchObject({ department: null, employeeOrgData: { costCenter: 'CC', division: 'Commercial' } });
    for (const patch of [
      { proxyAddresses: [] },
      { shoeSize: 42 },
      { department: '' },
      { businessPhones: ['1', '2'] },
    ]) {
      const refused = await call('PATCH', path, patch);
      expect(refused.status).toBe(400);
      expect(refused.body.error.code).toBe('Request_BadRequest');
    }
    expect((await call('PATCH', '/users/nobody', { department: 'x' })).status).toBe(404);
  });

  it('makes a new mail address the primary one and keeps the old one as an alias', async () => {
    await call('PATCH', `/users/${ann.id}`, { mail: 'ann.new@contoso.example' });
    const { body } = await call('GET', `/users/${ann.id}?$select=proxyAddresses`);
    expect(body.proxyAddresses).toEqual(['SMTP:ann.new@contoso.example', 'smtp:ann@contoso.example']);
  });

  it('sets, shows and removes the manager', async () => {
    const path = `/users/${many[0]?.id}/manager`;
    expect((await call('GET', path)).status).toBe(404);
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${ann.id}` };
    expect((await call('PUT', `${path}/$ref`, reference)).status).toBe(204);
    expect((await call('GET', `${path}?$select=id`)).body).toMatchObject({ id: ann.id });
    expect((await call('GET', `${path}/$ref`)).body['@odata.id']).toContain(ann.id);
    expect((await call('DELETE', `${path}/$ref`)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('PUT', `${path}/$ref`, { '@odata.id': 'https://x/users/nobody' })).status).toBe(404);
  });

  it('keeps a deleted user in the recycle bin, out of listings, and brings it back with its manager', async () => {
    await call('DELETE', `/users/${ann.id}`);
    expect((await call('GET', `/users/${ann.id}`)).body.error.code).toBe('Request_ResourceNotFound');
    expect((await readAll(call, '/users')).rows).toHaveLength(251);
    const bin = await call(
      'GET',
      '/directory/deletedItems/microsoft.graph.user?$select=id,deletedDateTime,userPrincipalName',
    );
    expect(bin.body.value).toEqual([
      {
        id: ann.id,
        deletedDateTime: expect.stringMatching(/Z$/),
        userPrincipalName: `${ann.id.replaceAll('-', '')}ann@contoso.example`,
      },
    ]);
    expect((await call('GET', `/directory/deletedItems/${ann.id}?$select=department`)).body.department).toBe('Sales');
    expect((await call('GET', '/directory/deletedItems')).status).toBe(400);
    const restored = await call('POST', `/directory/deletedItems/${ann.id}/restore`);
    expect(restored.body).toMatchObject({ id: ann.id, userPrincipalName: 'ann@contoso.example' });
    expect((await call('GET', `/users/${ann.id}?$expand=manager`)).body.manager).toMatchObject({ id: boss.id });
  });

  it('frees the name of a deleted user, and then restores it only under a new one', async () => {
    await call('DELETE', `/users/${ann.id}`);
    graph.directory.addUser({ displayName: 'Other Ann', userPrincipalName: 'ann@contoso.example' });
    const path = `/directory/deletedItems/${ann.id}/restore`;
    expect((await call('POST', path)).status).toBe(400);
    expect((await call('POST', path, { newUserPrincipalName: 'ann2@contoso.example' })).status).toBe(200);
    expect((await call('GET', '/users/ann2@contoso.example')).body.id).toBe(ann.id);
  });

  it('forgets a purged user, and the references to it', async () => {
    await call('DELETE', `/users/${boss.id}`);
    expect((await call('DELETE', `/directory/deletedItems/${boss.id}`)).status).toBe(204);
    expect((await call('GET', `/directory/deletedItems/${boss.id}`)).status).toBe(404);
    expect((await call('GET', `/users/${ann.id}/manager`)).status).toBe(404);
  });
});
