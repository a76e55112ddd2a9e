import { describe, expect, it } from 'vitest';
import { useSlackSimulator, V1_CORE, V2_GROUP } from './callSlackSimulator.ts';

const slack = useSlackSimulator({ now: () => Date.parse('2026-02-03T12:00:00Z') });

const values = (body: { readonly members: readonly { readonly value: string | null }[] }) =>
  body.members.map(({ value }) => value);

/** A group with as many new members. */
function seedGroup(count: number, fields: object = {}) {
  const ids = slack.seedPeople(count);
  const { id } = slack.simulator.workspace.groups.seed({ displayName: 'Engines', memberIds: ids, ...fields });
  return { id, ids };
}

describe('rule 26: a group made by POST', () => {
  it('rule 5: answers 201 with the group on both versions, with its members by name', async () => {
    const [ada] = [slack.seedAda({ displayName: 'The Countess' })];
    const made = await slack.postGroup('Engines', [ada.id]);
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect(id).toMatch(/^S[A-Z0-9]{10}$/);
    const members = [{ value: ada.id, display: 'The Countess' }];
    const meta = { created: '2026-02-03T04:00:00-08:00', location: `${slack.simulator.url}/scim/v2/Groups/${id}` };
    expect(made.body).toEqual({ schemas: [V2_GROUP], id, displayName: 'Engines', members, meta });
    const v1 = await slack.call('POST', '/v1/Groups', { schemas: [V1_CORE], displayName: 'Others' });
    expect(v1).toMatchObject({ status: 201, body: { schemas: [V1_CORE], displayName: 'Others', members: [] } });
    expect((await slack.call('GET', `/v1/Groups/${id}`)).body).toMatchObject({ schemas: [V1_CORE], members });
  });

  it('is seen in its members, on both versions', async () => {
    const { id } = slack.seedAda();
    const group = await slack.postGroup('Engines', [id]);
    const groups = [{ value: group.body.id, display: 'Engines' }];
    expect((await slack.call('GET', `/v2/Users/${id}`)).body.groups).toEqual(groups);
    expect((await slack.call('GET', '/v1/Users')).body.Resources[0]?.groups).toEqual(groups);
  });

  it('may be empty, and keeps nothing of externalId', async () => {
    const fields = { schemas: [V2_GROUP], displayName: 'Engines', externalId: 'e-1' };
    const { status, body } = await slack.call('POST', '/v2/Groups', fields);
    expect(status).toBe(201);
    expect(body.members).toEqual([]);
    expect(body).not.toHaveProperty('externalId');
  });

  it.each([
    [{ displayName: 'x' }, 'missing_schema_element'],
    [{ schemas: [V2_GROUP] }, 'invalid_request_payload'],
    [{ schemas: [V2_GROUP], displayName: ' ' }, 'invalid_request_payload'],
    [{ schemas: [V2_GROUP], displayName: 7 }, 'invalid_attribute_format'],
    [{ schemas: [V2_GROUP], displayName: 'x', colour: 'red' }, 'invalid_request_payload'],
    [{ schemas: [V2_GROUP], displayName: 'x', members: ['U1'] }, 'invalid_attribute_format'],
  ])('rule 8: the body %o is refused as %s, and no group is made', async (body, name) => {
    const answer = await slack.call('POST', '/v2/Groups', body);
    expect(answer.status).toBe(400);
    expect(answer.body.detail.split(' ')[0]).toBe(name);
    expect(slack.simulator.workspace.groups.size).toBe(0);
  });

  it('needs a name that no other group has, whatever its case, unless that is allowed', async () => {
    await slack.postGroup('Engines');
    expect(await slack.postGroup('ENGINES')).toMatchObject({ status: 400, body: { detail: 'name_already_exists' } });
    slack.simulator.workspace.settings.duplicateGroupNames = 'allow';
    expect((await slack.postGroup('ENGINES')).status).toBe(201);
  });
});

describe('rule 26: members', () => {
  it.each([
    ['unknown', 'UNOBODY', 404, 'no_such_group_members'],
    ['a group', 'S0123456789', 404, 'no_such_group_members'],
    ['deactivated', 'UOFF', 400, 'unable_to_add_deleted_or_guest_to_group'],
    ['a single-channel guest', 'USINGLE', 400, 'unable_to_add_deleted_or_guest_to_group'],
  ])('%s are refused, and nothing of the call is done', async (_who, bad, status, name) => {
    slack.seedPeople(1, { id: 'UOFF', active: false });
    slack.seedPeople(1, { id: 'USINGLE', guest: { type: 'single', expiration: null } });
    const { id, ids } = seedGroup(1);
    const good = slack.seedPeople(1)[0];
    const value = [{ value: good }, { value: bad }];
    const rename = { op: 'replace', path: 'displayName', value: 'New' };
    const answer = await slack.patchGroup(id, rename, { op: 'add', path: 'members', value });
    expect(answer).toMatchObject({ status, body: { detail: name } });
    expect(slack.membersOf(id)).toEqual(ids);
    expect(slack.simulator.workspace.groups.get(id)?.displayName).toBe('Engines');
  });

  it('that are good are added beside a refusal when writes are partial', async () => {
    slack.simulator.workspace.settings.groupWrites = 'partial';
    const { id, ids } = seedGroup(1);
    const [good = ''] = slack.seedPeople(1);
    const value = [{ value: 'UNOBODY' }, { value: good }];
    const answer = await slack.patchGroup(id, { op: 'add', path: 'members', value });
    expect(answer.body.detail).toBe('no_such_group_members');
    expect(slack.membersOf(id)).toEqual([...ids, good]);
  });

  it('may be multi-channel guests, unless set up otherwise', async () => {
    const guests = slack.seedPeople(2, { guest: { type: 'multi', expiration: null } });
    expect((await slack.postGroup('Engines', guests)).status).toBe(201);
    slack.simulator.workspace.settings.guestsInGroups = 'refuse';
    const refused = await slack.postGroup('Others', guests);
    expect(refused.body.detail).toBe('unable_to_add_deleted_or_guest_to_group');
  });

  it('number 15,000 in one call at most, whoever they are', async () => {
    const { id } = seedGroup(0);
    const value = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `U${index}` }));
    const add = (count: number) => slack.patchGroup(id, { op: 'add', path: 'members', value: value(count) });
    expect(await add(15_001)).toMatchObject({ status: 400, body: { detail: 'too_many_users' } });
    expect((await add(15_000)).body.detail).toBe('no_such_group_members');
    const operations = [7500, 7501].map((count) => ({ op: 'add', path: 'members', value: value(count) }));
    expect((await slack.patchGroup(id, ...operations)).body.detail).toBe('too_many_users');
  });

  it('number 15,000 in an IDP group and 5,000 in a user group at most', async () => {
    expect(slack.simulator.workspace.settings.maxMembers).toEqual({ userGroup: 5000, idpGroup: 15_000 });
    slack.simulator.workspace.settings.maxMembers = { userGroup: 1, idpGroup: 3 };
    const { id, ids } = seedGroup(3);
    const [other] = slack.seedPeople(1);
    const add = { op: 'add', path: 'members', value: [{ value: other }] };
    expect((await slack.patchGroup(id, add)).body.detail).toBe('group_member_max_exceeded');
    slack.simulator.faults.plan = 'businessPlus';
    expect((await slack.postGroup('Others', ids)).body.detail).toBe('group_member_max_exceeded');
    // What is too large already may shrink, and be renamed.
    const remove = { op: 'remove', path: `members[value eq "${ids[0]}"]` };
    expect((await slack.patchGroup(id, remove)).status).toBe(200);
    expect((await slack.putGroup(id, { displayName: 'Two', members: [] })).status).toBe(200);
  });
});

describe('rule 21: PATCH of a group on v2', () => {
  it('adds members, with a list or one object, again without effect', async () => {
    const { id, ids } = seedGroup(1);
    const [second, third] = slack.seedPeople(2);
    const added = await slack.patchGroup(id, {
      op: 'add',
      path: 'members',
      value: [{ value: second }, { value: ids[0] }],
    });
    expect(added.status).toBe(200);
    expect(values(added.body)).toEqual([ids[0], second]);
    const one = await slack.patchGroup(id, { op: 'Add', path: 'members', value: { value: third } });
    expect(values(one.body)).toEqual([ids[0], second, third]);
  });

  it.each([
    'members[value eq "ID"]',
    'members[value eq ID]',
    "Members[Value eq 'ID']",
    `${V2_GROUP}:members[value eq ID]`,
  ])('removes one by %s, and a stranger without effect', async (form) => {
    const { id, ids } = seedGroup(3);
    const remove = (who: string) => slack.patchGroup(id, { op: 'remove', path: form.replace('ID', who) });
    const answer = await remove(ids[1] ?? '');
    expect(answer.status).toBe(200);
    expect(values(answer.body)).toEqual([ids[0], ids[2]]);
    expect((await remove('UNOBODY')).status).toBe(200);
    expect(slack.membersOf(id)).toEqual([ids[0], ids[2]]);
  });

  it('replaces all members', async () => {
    const { id, ids } = seedGroup(2);
    const [other] = slack.seedPeople(1);
    const value = [{ value: ids[1] }, { value: other }];
    expect(values((await slack.patchGroup(id, { op: 'replace', path: 'members', value })).body)).toEqual([
      ids[1],
      other,
    ]);
    expect(values((await slack.patchGroup(id, { op: 'replace', path: 'members', value: [] })).body)).toEqual([]);
  });

  it('empties the group by `remove members`, even with a list, unless set up otherwise', async () => {
    const { id, ids } = seedGroup(2);
    const remove = { op: 'remove', path: 'members', value: [{ value: ids[0] }] };
    slack.simulator.workspace.settings.removeMembersWithList = 'removesListed';
    expect(values((await slack.patchGroup(id, remove)).body)).toEqual([ids[1]]);
    slack.simulator.workspace.settings.removeMembersWithList = 'emptiesGroup';
    expect(values((await slack.patchGroup(id, remove)).body)).toEqual([]);
  });

  it('renames, alone, with members in order, or without a path', async () => {
    const { id, ids } = seedGroup(1);
    const [other] = slack.seedPeople(1);
    const { body } = await slack.patchGroup(
      id,
      { op: 'replace', path: 'displayName', value: 'Motors' },
      { op: 'remove', path: 'members' },
      { op: 'add', path: 'members', value: [{ value: other }] },
    );
    expect([body.displayName, values(body)]).toEqual(['Motors', [other]]);
    const value = { displayName: 'Pistons', members: [{ value: ids[0] }] };
    const added = await slack.patchGroup(id, { op: 'add', value });
    expect([added.body.displayName, values(added.body)]).toEqual(['Pistons', [other, ids[0]]]);
    const replaced = await slack.patchGroup(id, { op: 'replace', value });
    expect(values(replaced.body)).toEqual([ids[0]]);
  });

  it.each([
    [{ op: 'add', path: 'members[value eq "U1"]', value: [] }, 'invalid_request_payload'],
    [{ op: 'remove', path: 'members[display eq "Ada"]' }, 'invalid_request_payload'],
    [{ op: 'remove', path: 'displayName' }, 'invalid_request_payload'],
    [{ op: 'replace', path: 'displayName', value: 'Taken' }, 'name_already_exists'],
    [{ op: 'replace', path: 'colour', value: 'red' }, 'invalid_request_payload'],
    [{ op: 'remove' }, 'invalid_request_payload'],
  ])('refuses %o as %s, and changes nothing', async (operation, name) => {
    const { id } = seedGroup(1);
    slack.simulator.workspace.groups.seed({ displayName: 'Taken' });
    const before = slack.simulator.workspace.groups.get(id);
    const answer = await slack.patchGroup(id, { op: 'remove', path: 'members' }, operation);
    expect(answer.body.detail.split(' ')[0]).toBe(name);
    expect(slack.simulator.workspace.groups.get(id)).toBe(before);
  });

  it('keeps its own name in another case', async () => {
    const { id } = seedGroup(0);
    const { status } = await slack.patchGroup(id, { op: 'replace', path: 'displayName', value: 'ENGINES' });
    expect(status).toBe(200);
  });
});

describe('rule 20: PATCH of a group on v1', () => {
  it('rule 5: answers 204 with nothing; members are added, and removed with operation delete', async () => {
    const { id, ids } = seedGroup(2);
    const [other] = slack.seedPeople(1);
    const members = [{ value: other }, { value: ids[0], operation: 'delete' }];
    const answer = await slack.patchGroupV1(id, { members, displayName: 'Motors' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(slack.membersOf(id)).toEqual([ids[1], other]);
    expect(slack.simulator.workspace.groups.get(id)?.displayName).toBe('Motors');
  });

  it('empties the group by meta.attributes', async () => {
    const { id } = seedGroup(2);
    expect((await slack.patchGroupV1(id, { meta: { attributes: ['members'] } })).status).toBe(204);
    expect(slack.membersOf(id)).toEqual([]);
  });

  it('does not know Operations, and v2 knows nothing else', async () => {
    const { id, ids } = seedGroup(1);
    const v1 = await slack.patchGroupV1(id, { Operations: [{ op: 'remove', path: 'members' }] });
    expect(v1.body.Errors.description).toMatch(/^invalid_request_payload/);
    const v2 = await slack.call('PATCH', `/v2/Groups/${id}`, { schemas: [V2_GROUP], members: [] });
    expect(v2.body.detail).toBe('invalid_request_payload');
    expect(slack.membersOf(id)).toEqual(ids);
  });
});

describe('rule 22: PUT of a group', () => {
  it('rule 5: answers 200 with the group whose name and members were replaced; no members empties it', async () => {
    const { id, ids } = seedGroup(2);
    const members = [{ value: ids[1] }];
    const answer = await slack.putGroup(id, { displayName: 'Motors', members });
    expect([answer.status, answer.body.displayName, values(answer.body)]).toEqual([200, 'Motors', [ids[1]]]);
    const v1 = await slack.call('PUT', `/v1/Groups/${id}`, { schemas: [V1_CORE], displayName: 'Motors' });
    expect([v1.status, v1.body.members]).toEqual([200, []]);
  });

  it('needs the name', async () => {
    const { id, ids } = seedGroup(1);
    expect((await slack.putGroup(id, { members: [] })).body.detail).toMatch(/^invalid_request_payload/);
    expect(slack.membersOf(id)).toEqual(ids);
  });
});

describe('DELETE of a group', () => {
  it.each(['v1', 'v2'])('rule 5: on %s answers 204; the group is gone for good, the people stay', async (version) => {
    const { id, ids } = seedGroup(1);
    const answer = await slack.call('DELETE', `/${version}/Groups/${id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await slack.call('GET', `/v2/Groups/${id}`)).toMatchObject({
      status: 404,
      body: { detail: 'no_such_group' },
    });
    expect((await slack.call('DELETE', `/${version}/Groups/${id}`)).status).toBe(404);
    const person = await slack.call('GET', `/v2/Users/${ids[0]}`);
    expect(person.body).toMatchObject({ active: true, groups: [] });
    expect((await slack.postGroup('Engines')).status).toBe(201);
  });

  it('of a group that is linked to channels is refused until the link is gone', async () => {
    const { id } = seedGroup(1, { linkedToChannels: true });
    const refused = await slack.call('DELETE', `/v2/Groups/${id}`);
    expect(refused).toMatchObject({ status: 400, body: { detail: 'idp_group_linked_to_channels' } });
    slack.simulator.workspace.groups.edit(id, { linkedToChannels: false });
    expect((await slack.call('DELETE', `/v2/Groups/${id}`)).status).toBe(204);
  });
});

describe('groups', () => {
  it('that Slack made are shown and cannot be changed', async () => {
    const { id } = seedGroup(1, { madeBySlack: true });
    expect((await slack.call('GET', `/v2/Groups/${id}`)).status).toBe(200);
    for (const answer of [
      await slack.patchGroup(id, { op: 'remove', path: 'members' }),
      await slack.putGroup(id, { displayName: 'Motors' }),
      await slack.call('DELETE', `/v2/Groups/${id}`),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { detail: 'permission_denied' } });
    }
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('%s without an id answers missing_group_id', async (method) => {
    expect((await slack.call(method, '/v2/Groups')).body.detail).toBe('missing_group_id');
  });

  it.each([
    ['PUT', { schemas: [V2_GROUP], displayName: 'x' }],
    ['PATCH', { schemas: [V2_GROUP], Operations: [{ op: 'remove', path: 'members' }] }],
    ['DELETE', undefined],
  ])('%s of an unknown id answers 404 no_such_group', async (method, body) => {
    const answer = await slack.call(method, '/v2/Groups/S0123456789', body);
    expect(answer).toMatchObject({ status: 404, body: { detail: 'no_such_group' } });
  });

  it('rule 6: are listed like users: ten by default, oldest first', async () => {
    for (let index = 0; index < 12; index += 1)
      await slack.simulator.workspace.groups.seed({ displayName: `g${index}` });
    const first = await slack.call('GET', '/v2/Groups');
    expect(first.body).toMatchObject({ totalResults: 12, itemsPerPage: 10, startIndex: 1 });
    const last = await slack.call('GET', '/v1/Groups?startIndex=11&count=5000');
    expect(last.body).toMatchObject({ totalResults: 12, itemsPerPage: 2, startIndex: 11 });
    expect(last.body.Resources.map(({ displayName }) => displayName)).toEqual(['g10', 'g11']);
  });

  it.each([
    ['displayName eq "engines"', ['Engines']],
    ['displayName eq Engines', ['Engines']],
    ['DISPLAYNAME sw "en"', ['Engines']],
    ['displayName eq "Motors" or displayName eq "Engines"', ['Motors', 'Engines']],
    ['displayName co "o"', ['Motors']],
    ['displayName eq "nothing"', []],
  ])('rule 7: %s finds %o on both versions', async (filter, names) => {
    for (const displayName of ['Engines', 'Motors']) slack.simulator.workspace.groups.seed({ displayName });
    for (const version of ['v1', 'v2']) {
      const { body } = await slack.call('GET', `/${version}/Groups?filter=${encodeURIComponent(filter)}`);
      expect(body.Resources.map(({ displayName }) => displayName)).toEqual(names);
      expect(body.totalResults).toBe(names.length);
    }
  });

  it.each([
    ['foo', 'no_filters (is_aggregate_call=1)'],
    ['externalId eq "x"', 'invalid_query'],
    ['userName eq "x"', 'invalid_query'],
  ])('rule 7: the filter %s is refused as %s', async (filter, message) => {
    const answer = await slack.call('GET', `/v2/Groups?filter=${encodeURIComponent(filter)}`);
    expect(answer).toMatchObject({ status: 400, body: { detail: message } });
  });

  it('rule 28: take one write at a time', async () => {
    const { id, ids } = seedGroup(2);
    slack.simulator.faults.writeDelayMs = 100;
    const remove = (who = '') => slack.patchGroup(id, { op: 'remove', path: `members[value eq "${who}"]` });
    const answers = await Promise.all([remove(ids[0]), remove(ids[1])]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
    expect(slack.membersOf(id)).toHaveLength(1);
  });
});

describe('rule 24: a deactivation', () => {
  it('takes the person out of all groups, and a return does not put them back', async () => {
    const { id, ids } = seedGroup(2);
    const other = slack.simulator.workspace.groups.seed({ displayName: 'Motors', memberIds: ids });
    await slack.call('DELETE', `/v2/Users/${ids[0]}`);
    expect([slack.membersOf(id), slack.membersOf(other.id)]).toEqual([[ids[1]], [ids[1]]]);
    const back = await slack.patch(ids[0] ?? '', { op: 'replace', path: 'active', value: true });
    expect(back.body.groups).toEqual([]);
    expect(slack.membersOf(id)).toEqual([ids[1]]);
  });

  it('leaves the memberships when set up so, and the person may stay in a list that is replaced', async () => {
    slack.simulator.workspace.settings.deactivationLeavesGroups = false;
    const { id, ids } = seedGroup(2);
    await slack.call('DELETE', `/v2/Users/${ids[0]}`);
    expect(slack.membersOf(id)).toEqual(ids);
    const members = ids.map((value) => ({ value }));
    expect((await slack.putGroup(id, { displayName: 'Engines', members })).status).toBe(200);
  });
});

describe('a large organisation', () => {
  it('lists 2,000 groups of 50 and their people in pages of 1,000, and finds a group by name without a scan', async () => {
    const ids = slack.seedPeople(5000);
    const { groups } = slack.simulator.workspace;
    for (let index = 0; index < 2000; index += 1) {
      const memberIds = Array.from({ length: 50 }, (_, member) => ids[(index * 7 + member * 100) % ids.length] ?? '');
      groups.seed({ displayName: `Group ${index}`, memberIds });
    }
    const { body } = await slack.call('GET', '/v2/Groups?count=1000&startIndex=1001');
    expect(body).toMatchObject({ totalResults: 2000, itemsPerPage: 1000 });
    expect(body.Resources[999]?.members).toHaveLength(50);
    const people = await slack.call('GET', '/v2/Users?count=1000');
    expect(people.body.Resources[0]?.groups.length).toBeGreaterThan(0);
    // A scan reads `all()`; an index doesn't.
    groups.all = () => {
      throw new Error('scanned');
    };
    const found = await slack.call('GET', `/v2/Groups?filter=${encodeURIComponent('displayName eq "group 1234"')}`);
    expect(found.body.Resources.map(({ displayName }) => displayName)).toEqual(['Group 1234']);
  });
});
