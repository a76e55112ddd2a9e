import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationHash } from '../../../shared/config/configurationHash.ts';
import { loadProvisioningConfig, parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { provisioningJsonSchema } from '../../../shared/config/provisioningJsonSchema.ts';
import { minimalConfig } from './minimalConfig.ts';
import { problemsOf } from './problemsOf.ts';

const parse = (file: unknown) => parseProvisioningConfig(JSON.stringify(file), 'provisioning.json');
const problemsIn = (file: unknown) => problemsOf(() => parse(file));

const [email, userName] = minimalConfig.users.mappings;
const withMappings = (...mappings: unknown[]) => ({ users: { mappings: [email, userName, ...mappings] } });
const withClause = (clause: unknown) => ({
  users: { ...minimalConfig.users, filters: [{ name: 'f', clauses: [clause] }] },
});

describe('defaults', () => {
  it('cover everything but the mappings', () => {
    expect(parse(minimalConfig)).toEqual({
      enabled: true,
      scope: { mode: 'assigned', defaultAccess: 'exclude', nestedGroups: 'ignore' },
      users: { ...minimalConfig.users, actions: ['create', 'update', 'disable'], filters: [] },
      groups: { enabled: false, actions: ['create', 'update'], filters: [], mappings: [] },
      safety: {
        maxDeletions: { count: 20, percent: 1 },
        protect: [],
        leaver: 'disable',
        disabledInSlack: 'keep',
      },
      quarantine: {
        minFailures: 5_000,
        percent: 40,
        maxFailures: 40_000,
        maxFailuresWithReferences: 60_000,
        probeHours: [6, 12, 24],
        disableAfterDays: 28,
      },
      schedules: {
        sweep: '0 * * * * *',
        fullCycle: '0 0 2 * * *',
        renewSubscriptions: '0 15 */6 * * *',
        housekeeping: '0 45 * * * *',
      },
      pacing: { headroomPercent: 10 },
      notify: { email: [] },
      logs: { retentionDays: 90 },
    });
  });

  it('fill up sections that are given in part', () => {
    const config = parse({ ...minimalConfig, safety: { maxDeletions: { count: 5 } } });
    expect(config.safety.maxDeletions).toEqual({ count: 5, percent: 1 });
    expect(config.safety.leaver).toBe('disable');
  });
});

describe('the file', () => {
  it('may name its JSON schema and start with a byte order mark', () => {
    const text = `\uFEFF${JSON.stringify({ $schema: './x.json', ...minimalConfig })}`;
    expect(parseProvisioningConfig(text, 'x')).not.toHaveProperty('$schema');
  });

  it.each([
    ['{\n  "enabled": true,\n}', "line 3, column 1: Found '}' where a name in double quotes was expected."],
    ['{\n  "enabled": true\n  "users": {}\n}', "line 3, column 3: Found '\"' where ',' or '}' was expected."],
    ['{ "enabled": yes }', "line 1, column 14: Found 'y' where a value was expected."],
    ['{ "a": [1, 2', "line 1, column 13: Found the end of the file where ',' or ']' was expected."],
    ['{} x', "line 1, column 4: Found 'x' where the end of the file was expected."],
    ["{ 'a': 1 }", "line 1, column 3: Found ''' where a name in double quotes was expected."],
    ['', 'line 1, column 1: Found the end of the file where a value was expected.'],
  ])('%j: %s', (text, problem) => {
    expect(problemsOf(() => parseProvisioningConfig(text, 'x'))).toEqual([problem]);
  });

  it('must not have a name twice in one object', () => {
    const text =
      '{ "scope": { "mode": "all", "mode": "assigned" }, "users": { "mappings": [{ "match": 1, "match": 2 }] } }';
    expect(problemsOf(() => parseProvisioningConfig(text, 'x'))).toEqual([
      'scope.mode: This name occurs twice here.',
      'users.mappings[0].match: This name occurs twice here.',
    ]);
  });

  it('that cannot be read is a problem of the setting', () => {
    expect(problemsOf(() => loadProvisioningConfig('/nowhere/provisioning.json'))[0]).toMatch(
      /^PROVISIONING_CONFIG: .*ENOENT/u,
    );
  });

  it.each([[[]], [null], ['text'], [12]])('must hold an object, not %j', (file) => {
    expect(problemsIn(file)[0]).toMatch(/^the file as a whole: .*expected object/u);
  });
});

describe('problems', () => {
  it('are all reported at once, with their paths', () => {
    const file = {
      enabled: 'yes',
      scoep: {},
      scope: { mode: 'everyone' },
      users: {
        filters: [{ name: 'f', clauses: [{ attribute: 'departmnt', operator: 'EQUAL', value: 'x' }] }],
        mappings: [
          { target: 'usrName', source: '[mail]', match: 1 },
          { target: 'title', source: 'ToLowr([jobTitle])', aply: 'always' },
          { target: 'locale', source: '[mial]' },
        ],
      },
      schedules: { sweep: '* * * * *' },
      notify: { email: ['nobody'], slackWebhook: 'ftp://x' },
      logs: { retentionDays: 0 },
    };
    const problems = problemsIn(file);
    expect(problems.map((problem) => problem.slice(0, problem.indexOf(': '))).sort()).toEqual([
      'enabled',
      'logs.retentionDays',
      'notify.email[0]',
      'notify.slackWebhook',
      'schedules.sweep',
      'scoep',
      'scope.mode',
      'users.filters[0].clauses[0].attribute',
      'users.filters[0].clauses[0].operator',
      'users.mappings',
      'users.mappings',
      'users.mappings[0].target',
      'users.mappings[1].aply',
      'users.mappings[1].source',
      'users.mappings[2].source',
    ]);
    expect(problems).toContain('scoep: This name is unknown. Did you mean scope?');
    expect(problems).toContain('users.mappings[1].aply: This name is unknown. Did you mean apply?');
    expect(problems).toContain(
      'users.mappings[0].target: There is no target attribute usrName. Did you mean userName?',
    );
    expect(problems).toContain(
      'users.mappings[2].source: line 1, column 1: there is no source attribute mial. Did you mean [mail]?',
    );
    expect(problems).toContain(
      'users.filters[0].clauses[0].operator: There is no operator EQUAL. Did you mean EQUALS?',
    );
  });

  it('missing sections are required', () => {
    expect(problemsIn({})).toEqual(['users: This is required (object).']);
  });
});

describe('mappings', () => {
  it.each([
    [
      'the same target twice',
      { target: 'userName', source: '[mail]' },
      'users.mappings[2].target: userName is used by users.mappings[1] already.',
    ],
    [
      'the same precedence twice',
      { target: 'title', source: '"x"', match: 1 },
      'users.mappings[2].match: 1 is used by users.mappings[0] already.',
    ],
    [
      'matching by another target',
      { target: 'title', source: '"x"', match: 3 },
      'users.mappings[2].match: Slack can only match by',
    ],
    [
      'a malformed expression',
      { target: 'title', source: 'Left([mail], ' },
      'users.mappings[2].source: line 1, column 14:',
    ],
    [
      'a malformed pattern',
      { target: 'title', source: 'Replace([mail], , "(", , "", , )' },
      'users.mappings[2].source: line 1, column 19:',
    ],
    [
      'a computed reference',
      { target: 'urn:scim:schemas:extension:enterprise:1.0.manager', source: 'Trim([manager])' },
      'users.mappings[2].source: This target refers to another object',
    ],
    [
      'a reference in a text',
      { target: 'title', source: '[manager]' },
      'users.mappings[2].source: [manager] refers to another object',
    ],
    [
      'raw role assignments',
      { target: 'title', source: '[appRoleAssignments]' },
      'users.mappings[2].source: [appRoleAssignments] holds role assignments',
    ],
    [
      'a new value each time',
      { target: 'title', source: 'Left(Guid(), 8)' },
      'users.mappings[2].source: Guid() gives another value',
    ],
    [
      'a default for a reference',
      { target: 'urn:scim:schemas:extension:enterprise:1.0.manager', source: '[manager]', default: 'x' },
      'users.mappings[2].default:',
    ],
  ])('%s is a problem', (_, mapping, problem) => {
    expect(problemsIn(withMappings(mapping)).join('\n')).toContain(problem);
  });

  it('to userName and the e-mail address must be there, and one to match by', () => {
    expect(problemsIn({ users: { mappings: [{ target: 'title', source: '"x"' }] } })).toEqual([
      'users.mappings: A mapping to userName is missing; Slack requires it.',
      'users.mappings: A mapping to emails[type eq "work"].value is missing; Slack requires it.',
      'users.mappings: No mapping has "match": set "match": 1 for emails[type eq "work"].value.',
    ]);
  });

  it('of groups are checked with the attributes of groups, while groups are enabled', () => {
    const groups = { mappings: [{ target: 'displayName', source: '[surname]' }] };
    expect(problemsIn({ ...minimalConfig, groups })).toEqual([
      'groups.mappings[0].source: line 1, column 1: there is no source attribute surname.',
      'groups.mappings: No mapping has "match": set "match": 1 for displayName.',
    ]);
    expect(parse({ ...minimalConfig, groups: { enabled: false } }).groups.enabled).toBe(false);
  });
});

describe('filters', () => {
  it.each([
    [{ attribute: 'department', operator: 'EQUALS' }, 'value: EQUALS needs a value.'],
    [{ attribute: 'department', operator: 'IS NULL', value: 'x' }, 'value: IS NULL takes no value.'],
    [{ attribute: 'employeeId', operator: 'Greater_Than', value: '1.5' }, 'value: Greater_Than needs a whole number'],
    [{ attribute: 'department', operator: 'REGEX MATCH', value: '(?=x)' }, 'value: The pattern uses look-ahead'],
    [
      { attribute: 'accountEnabled', operator: 'EQUALS', value: 'True' },
      'operator: EQUALS cannot test accountEnabled (Boolean). Use IS TRUE',
    ],
    [{ attribute: 'department', operator: 'IS TRUE' }, 'operator: IS TRUE cannot test department'],
    [
      { attribute: 'proxyAddresses', operator: 'IS NULL' },
      'attribute: There is no source attribute for filters proxyAddresses',
    ],
  ])('%j: %s', (clause, problem) => {
    expect(problemsIn(withClause(clause)).join('\n')).toContain(`users.filters[0].clauses[0].${problem}`);
  });

  it('that are sound are taken', () => {
    const clause = { attribute: 'department', operator: 'REGEX MATCH', value: 'Sales|Marketing' };
    expect(parse(withClause(clause)).users.filters).toEqual([{ name: 'f', clauses: [clause] }]);
  });
});

describe('schedules', () => {
  it.each(['0 * * * * *', '0 */5 8-18 * * 1-5', '30 0 2 1,15 JAN-jun MON,fri'])('%s is one', (fullCycle) => {
    expect(parse({ ...minimalConfig, schedules: { fullCycle } }).schedules.fullCycle).toBe(fullCycle);
  });

  it.each(['0 60 * * * *', '0 0 24 * * *', '0 0 0 0 * *', '0 0 0 * * 7', '* * * * *', '0 */0 * * * *', 'daily'])(
    '%s is none',
    (fullCycle) => {
      expect(problemsIn({ ...minimalConfig, schedules: { fullCycle } })[0]).toMatch(/^schedules\.fullCycle: /u);
    },
  );
});

describe('the hash', () => {
  const hashOf = (changes: object) => configurationHash(parse({ ...minimalConfig, ...changes }));
  const hash = hashOf({});

  it('does not depend on the order of keys or on defaults being written out', () => {
    const reordered = { match: 1, source: '[mail]', target: email?.target };
    expect(hashOf({ users: { actions: ['create', 'update', 'disable'], mappings: [reordered, userName] } })).toBe(hash);
  });

  it.each([
    { scope: { mode: 'all' } },
    { users: { ...minimalConfig.users, actions: ['create'] } },
    { users: { mappings: [email, { ...userName, apply: 'onCreate' }] } },
    { groups: { mappings: [{ target: 'displayName', source: '[displayName]', match: 1 }] } },
    { safety: { leaver: 'ignore' } },
  ])('changes with %j', (changes) => {
    expect(hashOf(changes)).not.toBe(hash);
  });

  it.each([
    { schedules: { fullCycle: '0 0 3 * * *' } },
    { notify: { email: ['a@b.example'] } },
    { logs: { retentionDays: 7 } },
    { pacing: { headroomPercent: 20 } },
    { safety: { protect: ['a@b.example'] } },
  ])('does not change with %j', (changes) => {
    expect(hashOf(changes)).toBe(hash);
  });
});

describe('what is checked in', () => {
  it('provisioning.schema.json is current (node infra/scripts/writeSchema.ts)', () => {
    expect(readFileSync('shared/config/provisioning.schema.json', 'utf8')).toBe(provisioningJsonSchema());
  });

  it('provisioning.json is valid and points at the schema', () => {
    const text = readFileSync('provisioning.json', 'utf8');
    expect(JSON.parse(text).$schema).toBe('./shared/config/provisioning.schema.json');
    expect(parseProvisioningConfig(text, 'provisioning.json').groups.enabled).toBe(true);
  });
});
