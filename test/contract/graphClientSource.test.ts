import { afterEach, describe, expect, it } from 'vitest';
import { createSource, type SourceOptions } from '../../shared/entra/source.ts';
import { userProperties } from '../../shared/entra/sourceUser.ts';
import { isProvisioningError } from '../../shared/errors/provisioningError.ts';
import { type ScriptedGraph, scriptGraph } from './graphClientScript.ts';

const opened: ScriptedGraph[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function source(...answers: Parameters<typeof scriptGraph>[0]) {
  return sourceWith({}, ...answers);
}

async function sourceWith(options: SourceOptions, ...answers: Parameters<typeof scriptGraph>[0]) {
  const graph = await scriptGraph(answers);
  opened.push(graph);
  return { graph, source: createSource(graph.client, { servicePrincipalId: 'sp-1', ...options }) };
}

const A = '0aaaaaaa-0000-4000-8000-00000000000a';
const B = '0bbbbbbb-0000-4000-8000-00000000000b';
const C = '0ccccccc-0000-4000-8000-00000000000c';
const SELECT = userProperties().join(',');

const page = (value: object[], links: object = {}) => ({ status: 200, body: { value, ...links } });
const notFound = { status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'x' } } };
const failing = (status: number, code: string) => ({ status, body: { error: { code, message: 'x' } } });

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of pages) all.push(one);
  return all;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error) => (isProvisioningError(error) ? `${error.class} ${error.code}` : String(error)),
  );
}

const DIRECT = { transitive: false };

describe('Source: users', () => {
  it('reads a present user with its manager in one request', async () => {
    const manager = { '@odata.type': '#microsoft.graph.user', id: B.toUpperCase(), displayName: 'Boss' };
    const { graph, source: entra } = await source({
      status: 200,
      body: { id: A.toUpperCase(), mail: 'a@x.example', manager },
    });
    const user = await entra.readUser(A);
    expect(user).toEqual({
      id: A,
      state: 'present',
      properties: { id: A.toUpperCase(), mail: 'a@x.example', manager },
      managerId: B,
    });
    expect(graph.calls()).toEqual([`GET /v1.0/users/${A}?$select=${SELECT}&$expand=manager`]);
  });

  it('knows no manager where there is none, and none who is a mere contact', async () => {
    const contact = { '@odata.type': '#microsoft.graph.orgContact', id: B };
    const { source: entra } = await source(
      { status: 200, body: { id: A } },
      { status: 200, body: { id: A, manager: contact } },
    );
    expect((await entra.readUser(A))?.managerId).toBeNull();
    expect((await entra.readUser(A))?.managerId).toBeNull();
  });

  it('finds a soft-deleted user in the recycle bin', async () => {
    const { graph, source: entra } = await source(notFound, {
      status: 200,
      body: { '@odata.type': '#microsoft.graph.user', id: A, displayName: 'Gone' },
    });
    expect(await entra.readUser(A)).toMatchObject({ id: A, state: 'softDeleted', managerId: null });
    expect(graph.calls()[1]).toBe(`GET /v1.0/directory/deletedItems/${A}`);
  });

  it('answers undefined for a purged user and for what is no user', async () => {
    const { source: entra } = await source(notFound, notFound, notFound, {
      status: 200,
      body: { '@odata.type': '#microsoft.graph.group', id: A },
    });
    expect(await entra.readUser(A)).toBeUndefined();
    expect(await entra.readUser(A)).toBeUndefined();
  });

  it('never takes an error or an empty answer for an absent user', async () => {
    const { source: entra } = await source(failing(403, 'Authorization_RequestDenied'), { status: 200, body: '' });
    expect(await codeOf(entra.readUser(A))).toBe('unauthorized Authorization_RequestDenied');
    expect(await codeOf(entra.readUser(A))).toBe('retry MalformedAnswer');
  });

  it('does not look for a user principal name in the recycle bin', async () => {
    const { graph, source: entra } = await source(notFound);
    expect(await entra.readUser('a#b@x.example')).toBeUndefined();
    expect(graph.seen.map(({ url }) => url.pathname)).toEqual(['/v1.0/users/a%23b%40x.example']);
  });

  it('lists users page by page and follows links on its own server only', async () => {
    const { graph, source: entra } = await source(
      page([{ id: A }], { '@odata.nextLink': 'https://evil.example/v1.0/users?$skiptoken=x%2By' }),
      page([]),
    );
    const pages = await collect(entra.listUsers());
    expect(pages.map((users) => users.map(({ id }) => id))).toEqual([[A], []]);
    expect(graph.calls()).toEqual([
      `GET /v1.0/users?$select=${SELECT}&$expand=manager&$top=999`,
      'GET /v1.0/users?$skiptoken=x+y',
    ]);
  });

  it('fails a listing that breaks off, is malformed or goes in a circle', async () => {
    const more = (link: string) => page([{ id: A }], { '@odata.nextLink': `http://graph/v1.0${link}` });
    const broken = await source(more('/users?$skiptoken=1'), failing(400, 'Directory_ExpiredPageToken'));
    expect(await codeOf(collect(broken.source.listUsers()))).toBe('retry ListingBrokenOff');
    const malformed = await source({ status: 200, body: {} });
    expect(await codeOf(collect(malformed.source.listUsers()))).toBe('retry MalformedListing');
    const circle = await source(more('/users?$skiptoken=1'), more('/users?$skiptoken=2'), more('/users?$skiptoken=1'));
    expect(await codeOf(collect(circle.source.listUsers()))).toBe('retry NextLinkLoop');
    expect(circle.graph.seen).toHaveLength(3);
  });
});

describe('Source: delta', () => {
  it('takes a link that marks "now", bound to what it tracks', async () => {
    const deltaLink = 'https://graph.microsoft.com/v1.0/users/delta?$deltatoken=abc';
    const { graph, source: entra } = await source(page([], { '@odata.deltaLink': deltaLink }));
    expect(await entra.latestDelta('users')).toEqual({
      link: '/users/delta?$deltatoken=abc',
      select: `${SELECT},manager`,
    });
    expect(graph.calls()).toEqual([`GET /v1.0/users/delta?$select=${SELECT},manager&$deltatoken=latest`]);
    expect(entra.deltaSelect('groups')).toMatch(/^id,displayName,.*securityEnabled,.*,members$/);
  });

  it('reads and tracks directory extensions beside what it reads anyway', async () => {
    const extension = 'extension_0123456789abcdef0123456789abcdef_badge';
    const { graph, source: entra } = await sourceWith(
      { extensionProperties: [extension, 'mail'] },
      { status: 200, body: { id: A, [extension]: '7' } },
    );
    expect((await entra.readUser(A))?.properties[extension]).toBe('7');
    expect(graph.calls()).toEqual([`GET /v1.0/users/${A}?$select=${SELECT},${extension}&$expand=manager`]);
    expect(entra.deltaSelect('users')).toBe(`${SELECT},${extension},manager`);
    for (const name of ['accountEnabled', 'businessPhones', 'onPremisesExtensionAttributes']) {
      expect(SELECT.split(',')).toContain(name);
    }
  });

  it('yields each id once, removed ones too, and the next link with the last page', async () => {
    const { graph, source: entra } = await source(
      page([{ id: A }, { id: B, '@removed': { reason: 'changed' } }, { id: A.toUpperCase() }], {
        '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users/delta?$skiptoken=s1',
      }),
      page([], { '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users/delta?$skiptoken=s2' }),
      page([{ id: C, '@removed': { reason: 'deleted' } }, { id: A }], {
        '@odata.deltaLink': 'https://graph.microsoft.com/v1.0/users/delta?$deltatoken=d2',
      }),
    );
    expect(await collect(entra.readDelta('users', '/users/delta?$deltatoken=d1'))).toEqual([
      { ids: [A, B] },
      { ids: [] },
      { ids: [C], nextLink: '/users/delta?$deltatoken=d2' },
    ]);
    expect(graph.calls()).toEqual([
      'GET /v1.0/users/delta?$deltatoken=d1',
      'GET /v1.0/users/delta?$skiptoken=s1',
      'GET /v1.0/users/delta?$skiptoken=s2',
    ]);
  });

  it('joins the members of a group from all rows and pages, and gives the group once', async () => {
    const user = '#microsoft.graph.user';
    const gone = { '@removed': { reason: 'deleted' } };
    const D = '0ddddddd-0000-4000-8000-00000000000d';
    const { source: entra } = await source(
      page(
        [
          { id: A, 'members@delta': [{ '@odata.type': user, id: B.toUpperCase() }] },
          { id: D, displayName: 'x' },
        ],
        {
          '@odata.nextLink': 'https://graph.microsoft.com/v1.0/groups/delta?$skiptoken=s1',
        },
      ),
      page(
        [
          { id: A, 'members@delta': [{ '@odata.type': user, id: C, ...gone }] },
          { id: A, 'members@delta': [{ '@odata.type': '#microsoft.graph.group', id: D }] },
          { id: A, 'members@delta': [{ '@odata.type': '#microsoft.graph.device', id: A }] },
          { id: B, ...gone },
        ],
        { '@odata.deltaLink': 'https://graph.microsoft.com/v1.0/groups/delta?$deltatoken=d2' },
      ),
    );
    expect(await collect(entra.readDelta('groups', '/groups/delta?$deltatoken=d1'))).toEqual([
      {
        ids: [A, D, B],
        members: new Map([
          [A, { added: [B, D], removed: [C] }],
          [D, { added: [], removed: [] }],
        ]),
        nextLink: '/groups/delta?$deltatoken=d2',
      },
    ]);
  });

  it('gives no members of a groups round that breaks off', async () => {
    const { source: entra } = await source(page([{ id: A, 'members@delta': [{ id: B }] }]));
    const reading = collect(entra.readDelta('groups', '/groups/delta?$deltatoken=d'));
    expect(await codeOf(reading)).toBe('retry MalformedListing');
  });

  it.each([
    [410, 'Gone'],
    [400, 'Request_BadRequest'],
    [404, 'syncStateNotFound'],
    [400, 'ResyncRequired'],
  ])('calls the link expired on %i %s', async (status, code) => {
    const { source: entra } = await source(failing(status, code));
    const reading = collect(entra.readDelta('users', '/users/delta?$deltatoken=old'));
    expect(await codeOf(reading)).toBe('gone DeltaExpired');
  });

  it('does not call a refused $select an expired link', async () => {
    const { source: entra } = await source(failing(400, 'Request_BadRequest'));
    expect(await codeOf(entra.latestDelta('users'))).toBe('invalid Request_BadRequest');
  });

  it('fails a delta that ends without a link', async () => {
    const { source: entra } = await source(page([{ id: A }]));
    const reading = collect(entra.readDelta('users', '/users/delta?$deltatoken=d'));
    expect(await codeOf(reading)).toBe('retry MalformedListing');
  });
});

describe('Source: assignments and groups', () => {
  const zero = '00000000-0000-0000-0000-000000000000';

  it('lists assignments of users and groups only', async () => {
    const { graph, source: entra } = await source(
      page(
        [
          { principalId: A.toUpperCase(), principalType: 'User', appRoleId: zero },
          { principalId: B, principalType: 'ServicePrincipal', appRoleId: zero },
        ],
        { '@odata.nextLink': 'http://graph/v1.0/servicePrincipals/sp-1/appRoleAssignedTo?$skiptoken=1' },
      ),
      page([{ principalId: C, principalType: 'Group', appRoleId: A }]),
    );
    expect(await collect(entra.listAssignments())).toEqual([
      [{ principalId: A, principalType: 'User', appRoleId: zero }],
      [{ principalId: C, principalType: 'Group', appRoleId: A }],
    ]);
    expect(graph.calls()[0]).toBe('GET /v1.0/servicePrincipals/sp-1/appRoleAssignedTo?$top=999');
  });

  it('calls an unknown enterprise application a wrong setting, so that it never looks like "nobody is assigned"', async () => {
    const { source: entra } = await source(notFound, notFound);
    expect(await codeOf(collect(entra.listAssignments()))).toBe('invalid ServicePrincipalNotFound');
    expect(await codeOf(entra.listAppRoles())).toBe('invalid ServicePrincipalNotFound');
  });

  it('says so when no enterprise application is set', async () => {
    const { graph } = await source();
    expect(await codeOf(collect(createSource(graph.client).listAssignments()))).toBe('invalid ServicePrincipalNotSet');
  });

  it('lists the app roles', async () => {
    const roles = [
      { id: A.toUpperCase(), value: 'User', displayName: 'User', isEnabled: true },
      { id: B, value: null, displayName: 'msiam_access' },
    ];
    const { graph, source: entra } = await source({ status: 200, body: { id: 'sp-1', appRoles: roles } });
    expect(await entra.listAppRoles()).toEqual([
      { id: A, value: 'User', displayName: 'User' },
      { id: B, value: null, displayName: 'msiam_access' },
    ]);
    expect(graph.calls()).toEqual(['GET /v1.0/servicePrincipals/sp-1?$select=id,appRoles']);
  });

  it.each([
    [false, 'members?$select=id'],
    [true, 'transitiveMembers?$select=id,visibility'],
  ])('lists the users of a group (transitive: %s) without an advanced query', async (transitive, query) => {
    const { graph, source: entra } = await source(
      page([
        { '@odata.type': '#microsoft.graph.user', id: A.toUpperCase() },
        { '@odata.type': '#microsoft.graph.group', id: B },
        { '@odata.type': '#microsoft.graph.device', id: C },
      ]),
    );
    expect(await collect(entra.listGroupUserIds(C, { transitive }))).toEqual([[A]]);
    expect(graph.calls()).toEqual([`GET /v1.0/groups/${C}/${query}&$top=999`]);
    expect(graph.seen[0]?.headers.consistencylevel).toBeUndefined();
  });

  it('throws gone for a group that no longer exists', async () => {
    const { source: entra } = await source(notFound);
    expect(await codeOf(collect(entra.listGroupUserIds(C, { transitive: false })))).toMatch(/^gone /);
  });

  it('does not guess what a member without a type is', async () => {
    const { source: entra } = await source(page([{ id: A }]));
    expect(await codeOf(collect(entra.listGroupUserIds(C, { transitive: false })))).toBe('retry MalformedListing');
  });

  it('reads a group, also from the recycle bin, but no user there', async () => {
    const { graph, source: entra } = await source(
      { status: 200, body: { id: A.toUpperCase(), displayName: 'G', visibility: 'Private' } },
      notFound,
      { status: 200, body: { '@odata.type': '#microsoft.graph.group', id: A, displayName: 'G' } },
      notFound,
      { status: 200, body: { '@odata.type': '#microsoft.graph.user', id: A } },
      notFound,
      notFound,
      failing(403, 'Authorization_RequestDenied'),
    );
    expect(await entra.readGroup(A)).toEqual({
      id: A,
      state: 'present',
      properties: { id: A.toUpperCase(), displayName: 'G', visibility: 'Private' },
    });
    expect(await entra.readGroup(A)).toMatchObject({ id: A, state: 'softDeleted' });
    expect(await entra.readGroup(A)).toBeUndefined();
    expect(await entra.readGroup(A)).toBeUndefined();
    expect(await codeOf(entra.readGroup(A))).toBe('unauthorized Authorization_RequestDenied');
    expect(graph.calls()[0]).toMatch(/\/groups\/.*\?\$select=id,displayName,description,mail,.*groupTypes,visibility/);
    expect(graph.calls()[2]).toBe(`GET /v1.0/directory/deletedItems/${A}`);
  });

  it('lists groups page by page', async () => {
    const { graph, source: entra } = await source(
      page([{ id: A }], { '@odata.nextLink': 'http://graph/v1.0/groups?$skiptoken=1' }),
      page([{ id: B }]),
    );
    expect((await collect(entra.listGroups())).flat().map(({ id, state }) => [id, state])).toEqual([
      [A, 'present'],
      [B, 'present'],
    ]);
    expect(graph.calls()[0]).toMatch(/^GET \/v1\.0\/groups\?\$select=id,displayName.*&\$top=999$/);
  });

  it('lists members that are users, also those that the app may not read', async () => {
    const { graph, source: entra } = await source(
      page(
        [
          { '@odata.type': '#microsoft.graph.user', id: A.toUpperCase(), displayName: null },
          { '@odata.type': '#microsoft.graph.group', id: B },
          { '@odata.type': '#microsoft.graph.orgContact', id: C },
        ],
        { '@odata.nextLink': `http://graph/v1.0/groups/${C}/members?$skiptoken=1` },
      ),
      page([{ '@odata.type': '#microsoft.graph.user', id: C }]),
    );
    expect(await collect(entra.listGroupUserIds(C, DIRECT))).toEqual([[A], [C]]);
    expect(graph.calls()[0]).toBe(`GET /v1.0/groups/${C}/members?$select=id&$top=999`);
  });

  it('takes a group without members for empty only when its membership is not hidden', async () => {
    const hidden = { status: 200, body: { id: C, visibility: 'HiddenMembership' } };
    const open = { status: 200, body: { id: C, visibility: null } };
    const { graph, source: entra } = await source(page([]), hidden, page([]), open, page([]), hidden);
    expect(await codeOf(collect(entra.listGroupUserIds(C, DIRECT)))).toBe('invalid HiddenMembership');
    expect(await collect(entra.listGroupUserIds(C, DIRECT))).toEqual([[]]);
    expect(await codeOf(collect(entra.listGroupUserIds(C, { transitive: true })))).toBe('invalid HiddenMembership');
    expect(graph.calls()[1]).toBe(`GET /v1.0/groups/${C}?$select=id,visibility`);
  });

  it('blames a refused list of members on the group when its membership is hidden, else on the app', async () => {
    const refused = failing(403, 'Authorization_RequestDenied');
    const hidden = { status: 200, body: { id: C, visibility: 'HiddenMembership' } };
    const open = { status: 200, body: { id: C, visibility: 'Private' } };
    const { source: entra } = await source(refused, hidden, refused, open);
    expect(await codeOf(collect(entra.listGroupUserIds(C, DIRECT)))).toBe('invalid HiddenMembership');
    expect(await codeOf(collect(entra.listGroupUserIds(C, DIRECT)))).toBe('unauthorized Authorization_RequestDenied');
  });
});
