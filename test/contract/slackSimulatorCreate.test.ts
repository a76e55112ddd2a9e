import { describe, expect, it } from 'vitest';
import { useSlackSimulator, V1_CORE, V2_CORE, V2_ENTERPRISE, V2_GUEST, V2_PROFILE } from './callSlackSimulator.ts';

const slack = useSlackSimulator({ now: () => Date.parse('2026-02-03T12:00:00Z') });

describe('a user made by POST', () => {
  it('rules 5, 13 and 16: answers 201 in the plain shape, with the keys in the order of recorded answers', async () => {
    const { status, body } = await slack.post({ name: { givenName: 'Ada', familyName: 'Lovelace' } });
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual([
      ...['schemas', 'id', 'externalId', 'meta', 'userName', 'nickName', 'name', 'displayName', 'profileUrl'],
      ...['title', 'timezone', 'active', 'emails', 'photos', 'groups'],
    ]);
    expect(body).toMatchObject({
      schemas: [V2_CORE],
      externalId: '',
      userName: 'ada',
      nickName: 'ada',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      displayName: 'ada',
      title: '',
      timezone: 'America/Los_Angeles',
      active: true,
      emails: [{ value: 'ada@example.com', primary: true }],
      groups: [],
    });
    expect(body.id).toMatch(/^U[A-Z0-9]{10}$/);
    expect(body.meta).toEqual({
      created: '2026-02-03T04:00:00-08:00',
      location: `${slack.simulator.url}/scim/v2/Users/${body.id}`,
    });
    expect(body.photos[0]?.value).toContain('https://secure.gravatar.com/avatar/');
  });

  it('rule 1: is the same person on v1, under the names of v1', async () => {
    const made = await slack.post({ [V2_ENTERPRISE]: { department: 'Engines' } });
    const read = await slack.call('GET', `/v1/Users/${made.body.id}`);
    expect(read.body.schemas).toEqual([V1_CORE, 'urn:scim:schemas:extension:enterprise:1.0']);
    expect(read.body).toMatchObject({
      'urn:scim:schemas:extension:enterprise:1.0': { department: 'Engines' },
      meta: { location: `${slack.simulator.url}/scim/v1/Users/${made.body.id}` },
    });
  });

  it('rule 16: is shown in the rich shape, empty fields as null, once a custom field has a value', async () => {
    const { body } = await slack.post({ locale: 'en_GB' });
    expect(body.schemas).toEqual([V2_CORE, V2_ENTERPRISE]);
    expect(body).toMatchObject({
      name: { honorificPrefix: null },
      emails: [
        { value: 'ada@example.com', primary: true },
        { value: '', primary: false },
      ],
      addresses: [{ streetAddress: null, locality: null, region: null, postalCode: null, country: null }],
      phoneNumbers: [
        { value: null, type: 'mobile' },
        { value: null, primary: true },
      ],
      roles: [{ value: null, primary: true }],
      userType: null,
      preferredLanguage: null,
      locale: 'en_GB',
    });
    expect(body[V2_ENTERPRISE]).toEqual({
      ...{ employeeNumber: null, costCenter: null, organization: null, division: null, department: null },
      manager: { managerId: null },
    });
  });

  it('rule 13: loses externalId: it is answered as "" whatever was sent', async () => {
    const { body } = await slack.post({ externalId: 'e-1' });
    expect(body.externalId).toBe('');
  });

  it('rule 12: goes by the display name, or the user name, when it has no name', async () => {
    const named = await slack.post({ displayName: 'The Countess' });
    expect(named.body.name).toEqual({ givenName: 'The Countess', familyName: '' });
    const bare = await slack.post({ userName: 'bob', emails: [{ value: 'bob@example.com' }] });
    expect(bare.body.name).toEqual({ givenName: 'bob', familyName: '' });
  });

  it('rule 15: keeps a photo but shows it only afterwards', async () => {
    const { body } = await slack.post({ photos: [{ value: 'https://example.com/a.png' }] });
    expect(body.photos[0]?.value).toContain('gravatar');
    const read = await slack.call('GET', `/v2/Users/${body.id}`);
    expect(read.body.photos[0]?.value).toMatch(/^https:\/\/avatars\.slack-edge\.com\/.*_192\.jpg$/);
  });

  it('rule 29: escapes slashes and answers application/json', async () => {
    const { text, headers } = await slack.post({});
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(text).toContain('https:\\/\\/');
    expect(text).not.toMatch(/[^\\]\//);
  });
});

describe('rule 9: user names', () => {
  it.each([
    ['Ada.Lovelace@example.com', 'ada.lovelace'],
    ['ADA', 'ada'],
    ['ada byron!', 'ada_byron_'],
    ['a_d-a.1', 'a_d-a.1'],
  ])('%s becomes %s', async (sent, kept) => {
    const { body } = await slack.post({ userName: sent });
    expect(body.userName).toBe(kept);
    expect(body.nickName).toBe(kept);
  });

  it.each([
    [{ userName: 'abcdefghijklmnopqrstuv' }, 'username_too_long', 400],
    [{ userName: 'abcdefghijklmnopqrstuvwxyz@example.com' }, 'username_too_long', 400],
    [{ userName: '' }, 'username_empty', 400],
    [{ userName: 7 }, 'username_invalid', 400],
    [{ userName: undefined }, 'username_required', 400],
    [{ userName: 'Everyone' }, 'username_not_allowed', 400],
    [{ userName: 'general' }, 'username_taken', 409],
    [{ userName: 'Taken' }, 'username_taken', 409],
  ])('%o is refused as %s', async (fields, name, status) => {
    slack.simulator.workspace.seedUser({ userName: 'taken', email: 'taken@example.com', active: false });
    const answer = await slack.post(fields);
    expect(answer.status).toBe(status);
    expect(answer.body.detail.split(' ')[0]).toBe(name);
    expect(slack.simulator.workspace.users()).toHaveLength(1);
  });

  it('cuts those that it makes of addresses when set up so, and no others', async () => {
    slack.simulator.workspace.settings.longUserNameFromEmail = 'cut';
    const long = 'abcdefghijklmnopqrstuvwxyz';
    expect((await slack.post({ userName: long })).body.detail).toBe('username_too_long');
    expect((await slack.post({ userName: `${long}@example.com` })).body.userName).toBe('abcdefghijklmnopqrstu');
  });

  it('takes 21 characters', async () => {
    expect((await slack.post({ userName: 'abcdefghijklmnopqrstu' })).status).toBe(201);
  });
});

describe('rule 10: e-mail addresses', () => {
  it.each([
    ['the one marked primary', ['a', 'work', 'primary'], ['primary@example.com', 'a@example.com']],
    ['else the one of type work', ['a', 'work'], ['work@example.com', 'a@example.com']],
    ['else the first', ['a', 'b', 'c'], ['a@example.com', 'b@example.com']],
  ])('keeps two; the primary one is %s', async (_rule, names, kept) => {
    const emails = names.map((name) => ({
      value: `${name}@example.com`,
      ...(name === 'work' && { type: 'work' }),
      ...(name === 'primary' && { primary: true }),
    }));
    const { body } = await slack.post({ emails });
    expect(body.emails.map((email) => email.value)).toEqual(kept);
  });

  it('are free again, like a user name, once their holder has another', async () => {
    const holder = slack.seedAda();
    slack.simulator.workspace.editUser(holder.id, { userName: 'countess', primaryEmail: 'countess@example.com' });
    expect((await slack.post({})).status).toBe(201);
  });

  it('answers no type', async () => {
    const { body } = await slack.post({ emails: [{ value: 'ada@example.com', type: 'work' }] });
    expect(body.emails).toEqual([{ value: 'ada@example.com', primary: true }]);
  });

  it.each(['primary', 'secondary'])(
    'are unique, and the refusal names the (deactivated) holder of the %s one',
    async (which) => {
      const holder = slack.simulator.workspace.seedUser({
        userName: 'holder',
        email: 'holder@example.com',
        secondaryEmail: 'second@example.com',
        active: false,
      });
      const value = which === 'primary' ? 'Holder@Example.com' : 'second@example.com';
      const answer = await slack.post({ emails: [{ value }] });
      expect(answer.status).toBe(409);
      expect(answer.body.detail).toBe(`email_taken (existing_user=${holder.id})`);
    },
  );

  it.each([
    [[], 'email_empty'],
    [undefined, 'email_empty'],
    ['ada@example.com', 'emails_invalid'],
    [[{ value: 'not an address' }], 'bad_email_address'],
  ])('%o is refused as %s', async (emails, name) => {
    expect((await slack.post({ emails })).body.detail).toBe(name);
  });
});

describe('rule 11: display names', () => {
  it.each([
    ['@ada', 'invalid_starts_with_at'],
    ['ada@home', 'invalid_name_specials'],
    ['x'.repeat(81), 'invalid_name_maxlength'],
    ['Ada 🚀', 'invalid_emoji_not_allowed'],
    ['Ada :rocket:', 'invalid_emoji_not_allowed'],
  ])('%s is refused as %s', async (displayName, name) => {
    const answer = await slack.post({ displayName });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toBe(name);
  });

  it('may hold spaces, capitals and letters of any script, and need not be unique', async () => {
    slack.seedAda({ userName: 'other', email: 'other@example.com', displayName: 'Ада Лавлейс (R&D)' });
    expect((await slack.post({ displayName: 'Ада Лавлейс (R&D)' })).body.displayName).toBe('Ада Лавлейс (R&D)');
  });
});

describe('other attributes', () => {
  it('rule 12: refuses a name of spaces and a name with @', async () => {
    expect((await slack.post({ name: { givenName: ' ', familyName: '  ' } })).body.detail).toBe(
      'invalid_name_required',
    );
    expect((await slack.post({ name: { givenName: 'a@b' } })).body.detail).toBe('invalid_name_specials');
  });

  it.each([
    [[{ value: '1' }], { primary: '1', mobile: null }],
    [[{ value: '1', primary: false }], { primary: '1', mobile: null }],
    [[{ value: '1', type: 'mobile' }], { primary: '1', mobile: null }],
    [[{ value: '1', type: 'work' }], { primary: null, mobile: '1' }],
    [
      [
        { value: '1', primary: false },
        { value: '2', primary: true },
      ],
      { primary: '2', mobile: '1' },
    ],
    [[{ value: '1' }, { value: '2', primary: true }], { primary: '2', mobile: '1' }],
    [
      [
        { value: '1', type: 'work' },
        { value: '2', type: 'mobile' },
      ],
      { primary: '2', mobile: '1' },
    ],
  ])('rule 14: phone numbers %o flip their types: %o', async (phoneNumbers, { primary, mobile }) => {
    const { body } = await slack.post({ phoneNumbers });
    expect(body.phoneNumbers).toEqual([
      { value: mobile, type: 'mobile' },
      { value: primary, primary: true },
    ]);
  });

  it('rule 15: keeps one address without its type, and one role, given as object or bare string', async () => {
    const { body } = await slack.post({
      addresses: [
        { streetAddress: 'First 1', type: 'home' },
        { streetAddress: 'Second 2', locality: 'London', primary: true, type: 'work' },
      ],
      roles: ['Analyst', { value: 'Countess', primary: 'true' }],
    });
    const empty = { region: null, postalCode: null, country: null };
    expect(body.addresses).toEqual([{ streetAddress: 'Second 2', locality: 'London', ...empty }]);
    expect(body.roles).toEqual([{ value: 'Countess', primary: true }]);
  });

  it.each(['boss@example.com', 'boss', 'id'])('rule 17: keeps the manager given by %s as an id', async (reference) => {
    const boss = slack.simulator.workspace.seedUser({ userName: 'boss', email: 'boss@example.com' });
    const managerId = reference === 'id' ? boss.id : reference;
    const { body } = await slack.post({ [V2_ENTERPRISE]: { manager: { managerId } } });
    expect(body[V2_ENTERPRISE]).toMatchObject({ manager: { managerId: boss.id } });
  });

  it('rule 17: refuses a manager without managerId, such as the `value` of the RFC', async () => {
    const answer = await slack.post({ [V2_ENTERPRISE]: { manager: { value: 'U1' } } });
    expect(answer.body.detail).toBe('improper_enterprise_schema_format');
  });

  it('rule 19: drops all profile fields, and makes the person, when one custom value is invalid', async () => {
    const schemas = [V2_CORE, V2_PROFILE];
    const { status, body } = await slack.post(
      { title: 'Dr', locale: 'en', [V2_PROFILE]: { startDate: 'soon' } },
      schemas,
    );
    expect(status).toBe(201);
    expect(body.title).toBe('');
    expect(body).not.toHaveProperty('locale');
  });

  it('rule 8: takes the profile extension only when schemas lists it', async () => {
    const startDate = '2024-04-10T00:00:00+0000';
    const unlisted = await slack.post({ [V2_PROFILE]: { startDate } });
    expect(unlisted.body).not.toHaveProperty([V2_PROFILE]);
    const fields = { userName: 'b', emails: [{ value: 'b@example.com' }], [V2_PROFILE]: { startDate } };
    const listed = await slack.post(fields, [V2_CORE, V2_PROFILE]);
    expect(listed.body[V2_PROFILE]).toEqual({ startDate });
  });

  it('rule 19: refuses the fifty-first custom profile field, and only a field that does not exist yet', async () => {
    slack.simulator.workspace.settings.customFieldsMadeByHand = 49;
    expect((await slack.post({ locale: 'en' })).status).toBe(201);
    const other = { userName: 'b', emails: [{ value: 'b@example.com' }] };
    expect((await slack.post({ ...other, locale: 'de', userType: 'x' })).body.detail).toBe(
      'unable_to_create_team_profile_fields',
    );
    expect((await slack.post({ ...other, locale: 'de' })).status).toBe(201);
  });

  it('rule 18: makes a multi-channel guest on the Enterprise plan only, and no other kind of guest', async () => {
    const guest = (type: string) => slack.post({ [V2_GUEST]: { type } }, [V2_CORE, V2_GUEST]);
    expect((await guest('single')).body.detail).toBe('invalid_request_payload');
    slack.simulator.faults.plan = 'businessPlus';
    expect((await guest('multi')).status).toBe(403);
    slack.simulator.faults.plan = 'enterprise';
    const { body } = await guest('multi');
    expect(body.schemas).toEqual([V2_CORE, V2_GUEST]);
    expect(body[V2_GUEST]).toEqual({ type: 'multi' });
  });

  it.each([
    ['{"userName":"ada"}', 'missing_schema_element'],
    ['{"schemas":[]}', 'missing_schema_element'],
    ['not json', 'invalid_request_payload'],
    ['[]', 'invalid_request_payload'],
  ])('rule 8: the body %s is refused as %s', async (body, name) => {
    const answer = await slack.call('POST', '/v2/Users', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      detail: name,
      status: 400,
    });
  });

  it('refuses attributes that it does not know, and those of the other version', async () => {
    expect((await slack.post({ favouriteColour: 'red' })).body.detail).toMatch(/^invalid_request_payload/);
    const v1Extension = { 'urn:scim:schemas:extension:enterprise:1.0': { department: 'x' } };
    expect((await slack.post(v1Extension)).body.detail).toMatch(/^invalid_request_payload/);
  });

  it('refuses `active` as a string', async () => {
    expect((await slack.post({ active: 'true' })).body.detail).toBe('invalid_attribute_format');
  });
});
