import { describe, expect, it } from 'vitest';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { minimalConfig } from './minimalConfig.ts';
import { problemsOf } from './problemsOf.ts';

const parse = (file: unknown) => parseProvisioningConfig(JSON.stringify(file), 'provisioning.json');
const problemsIn = (file: unknown) => problemsOf(() => parse(file));

const [email, userName] = minimalConfig.users.mappings;
const withMappings = (...mappings: unknown[]) => ({ users: { mappings: [email, userName, ...mappings] } });
const withUserName = (mapping: object) => ({ users: { mappings: [email, { target: 'userName', ...mapping }] } });
const withGroup = (...mappings: unknown[]) => ({ ...minimalConfig, groups: { mappings } });

const MANAGER = 'urn:scim:schemas:extension:enterprise:1.0.manager';
const GUEST = 'urn:scim:schemas:extension:slack:guest:1.0';
const PHOTO = 'photos[type eq "photo"].value';
const EMAIL = 'emails[type eq "work"].value';

describe('a mapping with', () => {
  it.each<[string, object, string]>([
    [
      'the target of another',
      { target: 'userName', source: '[mail]' },
      'target: userName is used by users.mappings[1]',
    ],
    [
      'the precedence of another',
      { target: 'title', source: '[city]', match: 1 },
      'match: 1 is used by users.mappings[0]',
    ],
    ['a malformed expression', { target: 'title', source: 'Left([mail], ' }, 'source: line 1, column 14:'],
    [
      'a malformed pattern',
      { target: 'title', source: 'Replace([mail], , "(", , "", , )' },
      'source: line 1, column 19:',
    ],
    ['a computed reference', { target: MANAGER, source: 'Trim([manager])' }, 'source: This target refers to another'],
    ['a reference in a text', { target: 'title', source: '[manager]' }, 'source: [manager] refers to another object'],
    [
      'raw roles for one role',
      { target: 'title', source: '[appRoleAssignments]' },
      'source: [appRoleAssignments] holds role assignments; take them with SingleAppRoleAssignment(',
    ],
    [
      'raw roles for a list of roles',
      { target: 'roles', source: '[appRoleAssignments]' },
      'source: [appRoleAssignments] holds role assignments; take them with AssertiveAppRoleAssignmentsComplex(',
    ],
    [
      'role objects for a text',
      { target: 'title', source: 'AppRoleAssignmentsComplex([appRoleAssignments])' },
      'source: AppRoleAssignmentsComplex gives a list of roles and fits only the target roles.',
    ],
    ['a new value each time', { target: 'title', source: 'Left(Guid(), 8)' }, 'source: Guid() gives another value'],
    [
      'a photo elsewhere',
      { target: 'title', source: '[thumbnailPhoto]' },
      `source: [thumbnailPhoto] fits only the target ${PHOTO}.`,
    ],
    [
      'a photo to look into',
      { target: PHOTO, source: 'Append("https://x/", [thumbnailPhoto])' },
      'source: [thumbnailPhoto] is a picture: use it plainly',
    ],
    [
      'a photo compared',
      { target: PHOTO, source: 'IIF([thumbnailPhoto] = "x", "https://a.example/x.png", [thumbnailPhoto])' },
      'source: [thumbnailPhoto] is a picture: use it plainly',
    ],
    ['a constant that Slack refuses', { target: 'timezone', source: '"Berlin"' }, 'source: timezone must be the name'],
    [
      'a default that Slack refuses',
      { target: 'displayName', default: 'a@b' },
      'default: displayName must not contain',
    ],
    [
      'a default for a reference',
      { target: MANAGER, source: '[manager]', default: 'x' },
      'default: A target that refers',
    ],
    [
      'a default for active',
      { target: 'active', source: 'Not([IsSoftDeleted])', default: 'True' },
      'default: active has no',
    ],
    ['nothing to write', { target: 'title' }, 'source: This is missing: an [attribute]'],
    ['no source but a precedence', { target: 'title', default: 'x', match: 3 }, 'source: Without a source'],
    [
      'no source but rules of one',
      { target: 'title', default: 'x', apply: 'always', whenEmpty: 'keep' },
      'source: Without a source the target only gets its default when created; remove "apply" and "whenEmpty"',
    ],
    [
      'an expiry for members',
      { target: `${GUEST}.expiration`, source: '[employeeId]' },
      'target: Only guests expire: map',
    ],
    [
      'several values to try for anything but a user name',
      { target: 'nickName', source: 'SelectUniqueValue([mailNickname], [mail])', apply: 'onCreate' },
      'source: SelectUniqueValue works for userName only',
    ],
  ])('%s is a problem', (_, mapping, problem) => {
    expect(problemsIn(withMappings(mapping)).join('\n')).toContain(`users.mappings[2].${problem}`);
  });

  it.each(['title', 'externalId', 'displayName', 'nickName'])(
    '"match" on %s is a problem: Slack cannot search by it',
    (target) => {
      expect(problemsIn(withMappings({ target, source: '[displayName]', match: 2 }))).toEqual([
        `users.mappings[2].match: Slack can only match by userName and ${EMAIL}; it cannot search by ${target}.`,
      ]);
    },
  );

  it.each([
    { target: PHOTO, source: '[thumbnailPhoto]' },
    { target: PHOTO, source: 'IgnoreFlowIfNullOrEmpty([thumbnailPhoto])' },
    { target: PHOTO, source: 'IIF(IsPresent([thumbnailPhoto]), [thumbnailPhoto], "https://a.example/x.png")' },
    { target: PHOTO, source: 'Coalesce([thumbnailPhoto], Append("https://a.example/", [employeeId]))' },
    { target: PHOTO, source: '"https://a.example/x.png"' },
    { target: 'roles', source: 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])' },
    { target: 'roles', source: 'Split([employeeType], ",")' },
    { target: 'title', source: '[extension_0123456789abcdef0123456789ABCDEF_title]' },
    { target: 'title', source: 'IIF(IsPresent([manager]), "Staff", "Head")' },
    { target: 'title', default: 'Staff' },
    { target: 'timezone', source: '[extensionAttribute3]', default: 'Europe/Berlin' },
    { target: `${GUEST}.type`, source: 'IIF([userType] = "Guest", "multi", "")' },
    { target: 'title', source: 'Left(Guid(), 8)', apply: 'onCreate' },
  ])('%j is sound', (mapping) => {
    expect(parse(withMappings(mapping)).users.mappings).toContainEqual(mapping);
  });
});

describe('the mappings', () => {
  it('need userName and the e-mail address, and one to match by', () => {
    expect(problemsIn({ users: { mappings: [{ target: 'title', source: '"x"' }] } })).toEqual([
      'users.mappings: A mapping to userName is missing; Slack requires it.',
      `users.mappings: A mapping to ${EMAIL} is missing; Slack requires it.`,
      `users.mappings: No mapping has "match": set "match": 1 for ${EMAIL}.`,
    ]);
  });

  it('give everybody an address and a name of their own', () => {
    const constant = { target: EMAIL, source: '"all@contoso.com"', match: 1 };
    expect(problemsIn({ users: { mappings: [constant, userName] } })).toEqual([
      'users.mappings[0].source: A constant would give every object the same value; take it from an attribute.',
    ]);
    expect(problemsIn({ users: { mappings: [{ ...email, default: 'all@contoso.com' }, userName] } })).toEqual([
      `users.mappings[0].default: A default would give several objects the same ${EMAIL}, which Slack refuses.`,
    ]);
    expect(problemsIn({ users: { mappings: [email, { target: 'userName', source: '"jane"', match: 2 }] } })).toEqual([
      'users.mappings[1].source: A constant would give every object the same value; take it from an attribute.',
    ]);
    expect(problemsIn({ users: { mappings: [email, { target: 'userName', default: 'jane' }] } })).toEqual([
      'users.mappings[1].source: Slack requires userName; map it to an [attribute] or an expression.',
    ]);
  });

  it('fill the one role that Slack stores once', () => {
    const role = { target: 'roles[primary eq "True"].value', source: 'SingleAppRoleAssignment([appRoleAssignments])' };
    const roles = { target: 'roles', source: 'AppRoleAssignmentsComplex([appRoleAssignments])' };
    expect(problemsIn(withMappings(role, roles))).toEqual([
      'users.mappings[3].target: Slack stores one role: map either roles or roles[primary eq "True"].value, not both.',
    ]);
  });

  it('let guests expire', () => {
    const type = { target: `${GUEST}.type`, source: '"multi"' };
    const expiration = { target: `${GUEST}.expiration`, source: '[extensionAttribute1]' };
    expect(parse(withMappings(type, expiration)).users.mappings).toHaveLength(4);
  });
});

describe('SelectUniqueValue', () => {
  const source = 'SelectUniqueValue([mailNickname], Append([mailNickname], "2"))';

  it('chooses a user name when the account is created', () => {
    expect(parse(withUserName({ source, apply: 'onCreate' })).users.mappings[1]?.source).toBe(source);
  });

  it.each([
    [{ source }, 'chooses once, when the account is created; set "apply" to "onCreate"'],
    [
      { source, apply: 'onCreate', match: 2 },
      'gives a value that no account has, so it cannot find one; remove "match"',
    ],
    [{ source: `ToLower(${source})`, apply: 'onCreate' }, 'SelectUniqueValue'],
  ])('does not in %j', (mapping, problem) => {
    expect(problemsIn(withUserName(mapping)).join('\n')).toMatch(
      new RegExp(`users\\.mappings\\[1\\]\\.source: .*${problem.replaceAll('.', '\\.')}`, 'u'),
    );
  });
});

describe('mappings of groups', () => {
  const name = { target: 'displayName', source: '[displayName]', match: 1 };

  it('use the attributes of groups, while groups are enabled', () => {
    expect(problemsIn(withGroup({ target: 'displayName', source: '[surname]' }))).toEqual([
      'groups.mappings[0].source: line 1, column 1: there is no source attribute surname.',
      'groups.mappings: No mapping has "match": set "match": 1 for displayName.',
    ]);
    expect(parse({ ...minimalConfig, groups: { enabled: false } }).groups.enabled).toBe(false);
  });

  it('take members as they are and nowhere else', () => {
    expect(parse(withGroup(name, { target: 'members', source: '[members]' })).groups.mappings).toHaveLength(2);
    expect(problemsIn(withGroup({ ...name, source: 'Join(",", [members])' }))).toEqual([
      'groups.mappings[0].source: [members] fits only the target members, without an expression.',
    ]);
    expect(problemsIn(withGroup(name, { target: 'members', source: '[displayName]' }))).toEqual([
      'groups.mappings[1].source: This target refers to another object and takes only [members], without an expression.',
    ]);
  });

  it('match by name only', () => {
    expect(problemsIn(withGroup(name, { target: 'members', source: '[members]', match: 2 }))).toEqual([
      'groups.mappings[1].match: Slack can only match by displayName; it cannot search by members.',
    ]);
  });

  it('give each group a name of its own', () => {
    expect(problemsIn(withGroup({ ...name, source: '"Sales"' }))).toHaveLength(1);
    expect(problemsIn(withGroup({ ...name, default: 'Sales' }))).toHaveLength(1);
  });
});
