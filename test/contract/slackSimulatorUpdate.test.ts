import { describe, expect, it } from 'vitest';
import {
  useSlackSimulator,
  V1_CORE,
  V1_ENTERPRISE,
  V1_GUEST,
  V2_ENTERPRISE,
  V2_GUEST,
  V2_PATCH,
  V2_PROFILE,
} from './callSlackSimulator.ts';

const slack = useSlackSimulator();

const profile = {
  department: 'Engines',
  managerId: 'UBOSS',
  role: 'Analyst',
  primaryPhone: '111',
  mobilePhone: '222',
  honorificPrefix: 'Lady',
  address: { streetAddress: 'Square 12', locality: 'London', region: null, postalCode: null, country: 'GB' },
};

describe('rule 21: PATCH on v2', () => {
  it.each([
    ['active', false, { active: false }],
    ['userName', 'Countess', { userName: 'countess', nickName: 'countess' }],
    ['nickName', 'countess', { userName: 'countess', nickName: 'countess' }],
    ['title', 'Dr', { title: 'Dr' }],
    ['TITLE', 'Dr', { title: 'Dr' }],
    ['userType', 'x', { userType: 'x' }],
    ['preferredLanguage', 'en', { preferredLanguage: 'en' }],
    ['locale', 'en', { locale: 'en' }],
    ['timezone', 'Europe/London', { timezone: 'Europe/London' }],
    ['name', { familyName: 'King' }, { name: { givenName: 'Ada', familyName: 'King' } }],
    ['name.givenName', 'Augusta', { name: { givenName: 'Augusta', familyName: 'Lovelace' } }],
    ['name.honorificPrefix', 'Lady', { name: { honorificPrefix: 'Lady' } }],
    ['emails[primary eq true].value', 'new@example.com', { emails: [{ value: 'new@example.com', primary: true }] }],
    ['roles', ['Analyst'], { roles: [{ value: 'Analyst', primary: true }] }],
    ['roles', { value: 'Analyst', primary: 'true' }, { roles: [{ value: 'Analyst', primary: true }] }],
    ['addresses', { locality: 'London' }, { addresses: [{ locality: 'London', country: null }] }],
    [V2_ENTERPRISE, { department: 'R&D' }, { [V2_ENTERPRISE]: { department: 'R&D' } }],
    [`${V2_ENTERPRISE}:employeeNumber`, '7', { [V2_ENTERPRISE]: { employeeNumber: '7' } }],
    [`${V2_ENTERPRISE}.costCenter`, '7', { [V2_ENTERPRISE]: { costCenter: '7' } }],
    [`${V2_PROFILE}:startDate`, '2024-04-10', { [V2_PROFILE]: { startDate: '2024-04-10' } }],
    [V2_GUEST, { type: 'multi' }, { [V2_GUEST]: { type: 'multi' } }],
  ])('replaces %s with %o', async (path, value, expected) => {
    const { id } = slack.seedAda();
    const answer = await slack.patch(id, { op: 'replace', path, value });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject(expected);
  });

  it('takes the operation in any case, as Ansible and Entra send it', async () => {
    const { id } = slack.seedAda();
    expect((await slack.patch(id, { op: 'Replace', path: 'title', value: 'Dr' })).body.title).toBe('Dr');
  });

  it('takes an operation without a path, with names, dotted names and extension paths in its value', async () => {
    const { id } = slack.seedAda();
    const value = { active: false, 'name.familyName': 'King', [`${V2_ENTERPRISE}:department`]: 'R&D' };
    const { body } = await slack.patch(id, { op: 'replace', value });
    expect(body).toMatchObject({ active: false, name: { familyName: 'King' }, [V2_ENTERPRISE]: { department: 'R&D' } });
  });

  it.each([
    ['title', { title: '' }],
    ['name.honorificPrefix', { name: { honorificPrefix: null } }],
    ['name.familyName', { name: { givenName: 'Ada', familyName: '' } }],
    ['roles', { roles: [{ value: null, primary: true }] }],
    ['addresses', { addresses: [{ streetAddress: null, locality: null }] }],
    ['phoneNumbers', { phoneNumbers: [{ value: null }, { value: null }] }],
    ['phoneNumbers[value eq "222"]', { phoneNumbers: [{ value: null }, { value: '111' }] }],
    ['phoneNumbers[value eq 111]', { phoneNumbers: [{ value: '222' }, { value: null }] }],
    [V2_ENTERPRISE, { [V2_ENTERPRISE]: { department: null, manager: { managerId: null } } }],
    [`${V2_ENTERPRISE}:department`, { [V2_ENTERPRISE]: { department: null, manager: { managerId: 'UBOSS' } } }],
    [
      `${V2_ENTERPRISE}.manager.managerId`,
      { [V2_ENTERPRISE]: { department: 'Engines', manager: { managerId: null } } },
    ],
    ['emails', { emails: [{ value: 'ada@example.com' }, { value: '' }] }],
    ['emails[primary eq false]', { emails: [{ value: 'ada@example.com' }, { value: '' }] }],
    ['emails[value eq "home@example.com"]', { emails: [{ value: 'ada@example.com' }, { value: '' }] }],
    ['address', { addresses: [{ locality: 'London' }] }],
  ])('removes %s', async (path, expected) => {
    const { id } = slack.seedAda({ title: 'Dr', secondaryEmail: 'home@example.com', profile });
    const answer = await slack.patch(id, { op: 'remove', path });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject(expected);
  });

  it.each(['', ' ', null])('clears a field replaced with %o', async (value) => {
    const { id } = slack.seedAda({ title: 'Dr', profile });
    const { body } = await slack.patch(
      id,
      { op: 'replace', path: 'title', value },
      { op: 'replace', path: `${V2_ENTERPRISE}:department`, value },
    );
    expect(body).toMatchObject({ title: '', [V2_ENTERPRISE]: { department: null } });
  });

  it('changes one phone number by its value', async () => {
    const { id } = slack.seedAda({ profile });
    const { body } = await slack.patch(id, { op: 'replace', path: 'phoneNumbers[value eq "111"].value', value: '333' });
    expect(body.phoneNumbers.map((phone) => phone.value)).toEqual(['222', '333']);
  });

  it('adds and replaces the secondary address, as a list or as one object', async () => {
    const { id } = slack.seedAda();
    const shown = async (operation: object) =>
      (await slack.patch(id, operation)).body.emails.map((email) => email.value);
    expect(await shown({ op: 'add', path: 'emails', value: [{ value: 'b@example.com' }] })).toEqual([
      'ada@example.com',
      'b@example.com',
    ]);
    const value = { value: 'c@example.com' };
    expect(await shown({ op: 'replace', path: 'emails[primary eq false]', value })).toEqual([
      'ada@example.com',
      'c@example.com',
    ]);
  });

  it('merges `replace emails` into the list, so that a new primary address collides with the old one', async () => {
    const { id } = slack.seedAda();
    const value = [{ value: 'new@example.com', primary: true }];
    const answer = await slack.patch(id, { op: 'replace', path: 'emails', value });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toBe('Multi-valued attributes can not have more than one primary element');
    const same = [{ value: 'ada@example.com', primary: true }];
    expect((await slack.patch(id, { op: 'replace', path: 'emails', value: same })).status).toBe(200);
  });

  it('refuses a second primary phone number and role only under the strict setting', async () => {
    const { id } = slack.seedAda({ profile });
    const phone = { op: 'replace', path: 'phoneNumbers', value: [{ value: '999', primary: true }] };
    const role = { op: 'add', path: 'roles', value: [{ value: 'Queen', primary: true }] };
    slack.simulator.workspace.settings.onePrimaryRule = 'every';
    expect((await slack.patch(id, phone)).status).toBe(400);
    expect((await slack.patch(id, role)).status).toBe(400);
    slack.simulator.workspace.settings.onePrimaryRule = 'emails';
    expect((await slack.patch(id, phone, role)).status).toBe(200);
  });

  it('never removes the primary address, and finds no address by type because none is kept', async () => {
    const { id } = slack.seedAda();
    const removal = await slack.patch(id, { op: 'remove', path: 'emails[primary eq true]' });
    expect(removal.body.detail).toBe('missing_primary_email');
    const byType = { op: 'replace', path: 'emails[type eq "work"].value', value: 'x@example.com' };
    expect((await slack.patch(id, byType)).body.detail).toBe('emails_invalid');
  });

  it.each([
    [{ op: 'replace', path: 'userName', value: 'abcdefghijklmnopqrstuv' }, 'username_too_long'],
    [{ op: 'replace', path: 'nickName', value: 'abcdefghijklmnopqrstuv' }, 'long_nickname'],
    [{ op: 'remove', path: 'userName' }, 'username_empty'],
    [{ op: 'replace', path: 'password', value: 'x' }, 'password_change_not_allowed'],
    [{ op: 'replace', path: 'colour', value: 'red' }, 'invalid_request_payload'],
    [{ op: 'replace', path: 'name[', value: 'red' }, 'invalid_request_payload'],
    [{ op: 'move', path: 'title', value: 'red' }, 'invalid_request_payload'],
    [{ op: 'remove' }, 'invalid_request_payload'],
    [{ op: 'replace', path: 'title', value: ['a'] }, 'invalid_attribute_format'],
    [{ op: 'replace', path: 'displayName', value: 'New' }, 'invalid_display_name'],
    [{ op: 'replace', path: `${V2_ENTERPRISE}:manager`, value: 'U1' }, 'improper_enterprise_schema_format'],
  ])('refuses %o as %s, and changes nothing', async (operation, name) => {
    const before = slack.seedAda();
    const answer = await slack.patch(before.id, { op: 'replace', path: 'timezone', value: 'Europe/London' }, operation);
    expect(answer.body.detail.split(' ')[0]).toBe(name);
    expect(slack.simulator.workspace.user(before.id)).toEqual(before);
  });

  it('rule 23: ignores externalId and profileUrl', async () => {
    const { id } = slack.seedAda();
    const { status, body } = await slack.patch(
      id,
      { op: 'replace', path: 'externalId', value: 'x' },
      { op: 'replace', path: 'profileUrl', value: 'https://example.com' },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ externalId: '', profileUrl: 'https://simulated.enterprise.slack.com/team/ada' });
  });

  it('rule 23: refuses externalId and profileUrl when set up so, by PUT too, but not at creation', async () => {
    slack.simulator.workspace.settings.lockedAttributes = 'refuse';
    const { body } = await slack.post({ externalId: 'x', profileUrl: 'https://example.com' });
    for (const path of ['externalId', 'profileUrl']) {
      const answer = await slack.patch(body.id, { op: 'replace', path, value: 'x' });
      expect(answer.body.detail).toBe(`invalid_request_payload (attribute=${path})`);
    }
    const fields = { userName: 'ada', emails: [{ value: 'ada@example.com' }] };
    expect((await slack.put(body.id, { ...fields, externalId: 'x' })).status).toBe(400);
    expect((await slack.put(body.id, { ...fields, profileUrl: 'https://example.com' })).status).toBe(200);
  });

  it('rule 8: needs schemas and Operations', async () => {
    const { id } = slack.seedAda();
    const noSchemas = await slack.call('PATCH', `/v2/Users/${id}`, { Operations: [] });
    expect(noSchemas.body.detail).toBe('missing_schema_element');
    const v1Form = await slack.call('PATCH', `/v2/Users/${id}`, { schemas: [V2_PATCH], active: false });
    expect(v1Form.body.detail).toBe('invalid_request_payload');
  });

  it('rule 11: sets the display name when members may not change theirs', async () => {
    const { id } = slack.seedAda();
    slack.simulator.workspace.settings.membersMayChangeDisplayName = false;
    const { body } = await slack.patch(id, { op: 'replace', path: 'displayName', value: 'The Countess' });
    expect(body.displayName).toBe('The Countess');
  });
});

describe('rule 20: PATCH on v1', () => {
  it('changes only what is given, and a single space clears', async () => {
    const { id } = slack.seedAda({ title: 'Dr', profile });
    const { status, body } = await slack.patchV1(id, { title: ' ', locale: 'en', [V1_ENTERPRISE]: { division: 'D' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      title: '',
      locale: 'en',
      roles: [{ value: 'Analyst' }],
      [V1_ENTERPRISE]: { division: 'D', department: 'Engines' },
    });
  });

  it('removes what meta.attributes lists, of the e-mail addresses only the secondary one', async () => {
    const { id } = slack.seedAda({ secondaryEmail: 'b@example.com', profile });
    const attributes = ['roles', 'emails', 'name.familyName', `${V1_ENTERPRISE}.department`];
    const { body } = await slack.patchV1(id, { meta: { attributes } });
    expect(body).toMatchObject({
      roles: [{ value: null }],
      emails: [{ value: 'ada@example.com' }, { value: '' }],
      name: { familyName: '' },
      [V1_ENTERPRISE]: { department: null },
    });
  });

  it('removes elements marked with operation delete, but never the primary address alone', async () => {
    const { id } = slack.seedAda({ secondaryEmail: 'b@example.com', profile });
    const emails = [{ value: 'b@example.com', operation: 'delete' }];
    const { body } = await slack.patchV1(id, { emails, phoneNumbers: [{ value: '222', operation: 'delete' }] });
    expect(body.emails[1]?.value).toBe('');
    expect(body.phoneNumbers[0]?.value).toBe(null);
    const alone = await slack.patchV1(id, { emails: [{ value: 'ada@example.com', operation: 'delete' }] });
    expect(alone.body).toEqual({ Errors: { description: 'missing_primary_email', code: 400 } });
  });

  it('replaces the primary address by one marked primary', async () => {
    const { id } = slack.seedAda({ secondaryEmail: 'b@example.com' });
    const { body } = await slack.patchV1(id, { emails: [{ value: 'new@example.com', primary: true }] });
    expect(body.emails).toEqual([
      { value: 'new@example.com', primary: true },
      { value: 'b@example.com', primary: false },
    ]);
  });

  it('removes an address only when all five parts are those of the stored one', async () => {
    const { id } = slack.seedAda({ profile });
    const partly = { streetAddress: 'Square 12', locality: 'London', operation: 'delete' };
    const kept = await slack.patchV1(id, { addresses: [partly] });
    expect(kept.body.addresses[0]?.locality).toBe('London');
    const removed = await slack.patchV1(id, { addresses: [{ ...partly, country: 'GB' }] });
    expect(removed.body.addresses[0]?.locality).toBe(null);
  });

  it('rule 18: makes a guest, changes the end of the stay and makes a member again', async () => {
    const { id } = slack.seedAda();
    const guest = { type: 'multi', expiration: '2026-11-30T23:59:59Z' };
    const made = await slack.patchV1(id, { [V1_GUEST]: guest }, [V1_CORE, V1_GUEST]);
    expect(made.body[V1_GUEST]).toEqual(guest);
    const endless = await slack.patchV1(id, { meta: { attributes: [`${V1_GUEST}.expiration`] } });
    expect(endless.body[V1_GUEST]).toEqual({ type: 'multi' });
    const member = await slack.patchV1(id, { meta: { attributes: [V1_GUEST] } });
    expect(member.body).not.toHaveProperty([V1_GUEST]);
  });
});

describe('rule 22: PUT', () => {
  it('empties what is missing, except the name, and keeps `active` unless set up otherwise', async () => {
    const { id } = slack.seedAda({ title: 'Dr', timezone: 'Europe/London', profile });
    const fields = { userName: 'ada', emails: [{ value: 'ada@example.com' }] };
    const { status, body } = await slack.put(id, fields);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: { givenName: 'Ada', familyName: 'Lovelace', honorificPrefix: null },
      title: '',
      timezone: 'America/Los_Angeles',
      active: true,
      roles: [{ value: null }],
      [V2_ENTERPRISE]: { department: null },
    });
    slack.simulator.workspace.settings.putWithoutActive = 'deactivate';
    expect((await slack.put(id, fields)).body.active).toBe(false);
    expect((await slack.put(id, { ...fields, active: true })).body.active).toBe(true);
  });

  it('leaves a guest a guest, unless set up otherwise', async () => {
    const { id } = slack.seedAda({ guest: { type: 'multi', expiration: null } });
    const fields = { userName: 'ada', emails: [{ value: 'ada@example.com' }] };
    expect((await slack.put(id, fields)).body).toHaveProperty([V2_GUEST]);
    slack.simulator.workspace.settings.putWithoutGuest = 'makeMember';
    expect((await slack.put(id, fields)).body).not.toHaveProperty([V2_GUEST]);
  });

  it('refuses a password', async () => {
    const { id } = slack.seedAda();
    const answer = await slack.put(id, { userName: 'ada', emails: [{ value: 'ada@example.com' }], password: 'x' });
    expect(answer).toMatchObject({ status: 403, body: { detail: 'password_change_not_allowed' } });
  });

  it('needs a user name that is not too long, and an address', async () => {
    const { id } = slack.seedAda();
    const emails = [{ value: 'ada@example.com' }];
    expect((await slack.put(id, { emails })).body.detail).toBe('username_required');
    expect((await slack.put(id, { emails, userName: 'x'.repeat(22) })).body.detail).toBe('username_too_long');
    expect((await slack.put(id, { userName: 'ada' })).body.detail).toBe('email_empty');
  });
});

describe('rule 24: deactivation', () => {
  it.each([
    ['v1', 200],
    ['v2', 204],
  ])('by DELETE on %s answers %i with no body, again and again', async (version, status) => {
    const { id } = slack.seedAda();
    for (const _time of [1, 2]) {
      const answer = await slack.call('DELETE', `/${version}/Users/${id}`);
      expect(answer.status).toBe(status);
      expect(answer.text).toBe('');
    }
    expect((await slack.call('GET', `/${version}/Users/${id}`)).body.active).toBe(false);
  });

  it('leaves the account writable, and `active` true enables it with the same id', async () => {
    const { id } = slack.seedAda({ active: false });
    expect((await slack.patch(id, { op: 'replace', path: 'title', value: 'Dr' })).body.active).toBe(false);
    expect((await slack.patch(id, { op: 'replace', path: 'active', value: true })).body).toMatchObject({
      id,
      active: true,
    });
  });

  it('rule 18: is undone by converting a member to a guest, or back', async () => {
    const { id } = slack.seedAda({ active: false });
    expect((await slack.patch(id, { op: 'add', path: V2_GUEST, value: { type: 'multi' } })).body.active).toBe(true);
    slack.simulator.workspace.deactivateByHand(id);
    expect((await slack.patch(id, { op: 'remove', path: V2_GUEST })).body.active).toBe(true);
  });

  it('of a user that does not exist answers no_such_user, of a malformed id cannot_decode_user_id', async () => {
    const unknown = await slack.call('DELETE', '/v2/Users/U00000NOONE');
    expect(unknown.status).toBe(404);
    expect(unknown.body.detail).toBe('no_such_user');
    expect((await slack.call('DELETE', '/v2/Users/nobody')).body.detail).toBe('cannot_decode_user_id');
    expect((await slack.call('DELETE', '/v2/Users/%E0%A4%A')).body.detail).toBe('cannot_decode_user_id');
    expect((await slack.call('DELETE', '/v2/Users')).body.detail).toBe('missing_user_id');
  });
});

describe('rules 3 and 25: protected accounts', () => {
  it.each([
    ['primaryOwner', 'cannot_disable_primary_owner'],
    ['workspacePrimaryOwner', 'primary_owner_check_failure'],
    ['bot', 'cannot_disable_bot_user_with_scim'],
  ])('a %s cannot be deactivated: %s', async (kind, name) => {
    const { id } = slack.seedAda({ kind });
    for (const answer of [
      await slack.call('DELETE', `/v2/Users/${id}`),
      await slack.patch(id, { op: 'replace', path: 'active', value: false }),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.body.detail).toBe(name);
    }
    expect(slack.simulator.workspace.user(id)?.active).toBe(true);
  });

  it("an owner cannot be touched with an admin's token, and can with an owner's", async () => {
    const { id } = slack.seedAda({ kind: 'owner' });
    slack.simulator.faults.tokenRank = 'admin';
    expect((await slack.call('DELETE', `/v2/Users/${id}`)).body.detail).toBe('permission_denied');
    slack.simulator.faults.tokenRank = 'owner';
    expect((await slack.call('DELETE', `/v2/Users/${id}`)).status).toBe(204);
  });

  it('a person forgotten under GDPR cannot be changed', async () => {
    const { id } = slack.seedAda({ forgotten: true });
    const answer = await slack.patch(id, { op: 'replace', path: 'title', value: 'x' });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toBe('cannot_modify_gdpr');
  });

  it('rule 18: an admin cannot become a guest', async () => {
    const { id } = slack.seedAda({ kind: 'admin' });
    const answer = await slack.patch(id, { op: 'add', path: V2_GUEST, value: { type: 'multi' } });
    expect(answer.body.detail).toBe('cannot_make_user_guest');
  });
});
