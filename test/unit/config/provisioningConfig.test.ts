import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileConfiguration } from '../../../shared/compose/compileConfiguration.ts';
import { configurationHash } from '../../../shared/config/configurationHash.ts';
import {
  loadProvisioningConfig,
  type ProvisioningConfig,
  parseProvisioningConfig,
} from '../../../shared/config/provisioningConfig.ts';
import type { Settings } from '../../../shared/config/settings.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import { nextAttempt } from '../../../shared/plan/judgeQuarantine.ts';
import { minimalConfig } from './minimalConfig.ts';
import { problemsOf } from './problemsOf.ts';

const parse = (file: unknown) => parseProvisioningConfig(JSON.stringify(file), 'provisioning.json');
const problemsIn = (file: unknown) => problemsOf(() => parse(file));

const [email, userName] = minimalConfig.users.mappings;
describe('defaults', () => {
  it('cover everything but the mappings', () => {
    expect(parse(minimalConfig)).toEqual({
      enabled: true,
      scope: { mode: 'assigned', defaultAccess: 'exclude', nestedGroups: 'ignore' },
      users: { ...minimalConfig.users, actions: ['create', 'update', 'disable'], filters: [] },
      groups: { enabled: false, actions: ['create', 'update'], filters: [], mappings: [], drift: 'repair' },
      safety: {
        maxDeletions: { count: 20, percent: 1 },
        maxMemberRemovals: { count: 50, percent: 10 },
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

describe('any file', () => {
  const names = fc.constantFrom(
    ...['users', 'groups', 'scope', 'filters', 'clauses', 'mappings', 'target', 'source', 'default', 'match', 'apply'],
    ...[
      'attribute',
      'operator',
      'value',
      'name',
      'enabled',
      'schedules',
      'safety',
      'notify',
      '__proto__',
      'constructor',
    ],
  );
  const texts = fc.constantFrom(
    ...[
      'userName',
      '[mail]',
      'members',
      '[members]',
      'Left([mail], ',
      '"x"',
      'REGEX MATCH',
      '(',
      'EQUALS',
      '',
      '0 0 * * * *',
    ],
    ...['toString', '__proto__', 'extension_0123456789abcdef0123456789abcdef_x', '[thumbnailPhoto]', 'Present'],
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(texts, fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(names, tie('value'), { maxKeys: 6 }),
    ),
  }));
  const mapping = fc.dictionary(names, fc.oneof(texts, value), { maxKeys: 5 });
  const filter = fc.record({ name: fc.string(), clauses: fc.array(fc.dictionary(names, texts)) });
  const section = fc.record({
    mappings: fc.array(mapping, { maxLength: 5 }),
    filters: fc.array(filter, { maxLength: 3 }),
  });
  const file = fc.oneof(value, fc.record({ users: section, groups: fc.oneof(section, value) }));

  it('is either taken or answered with a ConfigurationError', () => {
    fc.assert(
      fc.property(file, (content) => {
        try {
          parse(content);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
          const { problems } = error as ConfigurationError;
          expect(problems.length).toBeGreaterThan(0);
          expect(problems.filter(({ where, what }) => where === '' || !/[.?]$/u.test(what))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  /** Sections beside mappings and filters, with values that fit, nearly fit, and do not. */
  const numbers = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, 1, 100, 672, 1e300, Number.MAX_SAFE_INTEGER));
  const odd = fc.oneof(numbers, fc.string(), fc.constant(null), fc.array(numbers, { maxLength: 3 }));
  const some = (...keys: string[]) =>
    fc.record(Object.fromEntries(keys.map((key) => [key, odd])), { requiredKeys: [] });
  const schedules = fc.constantFrom('0 * * * * *', '0 0 2 30 2 *', '*/7 * * * * *', '0 0 0 * * 8', '');
  const around = fc.record(
    {
      enabled: fc.oneof(fc.boolean(), odd),
      scope: some('mode', 'defaultAccess'),
      safety: fc.record({ maxDeletions: some('count', 'percent') }),
      quarantine: some('minFailures', 'percent', 'maxFailures', 'probeHours', 'disableAfterDays'),
      schedules: fc.record({ sweep: schedules, fullCycle: schedules }, { requiredKeys: [] }),
      pacing: some('headroomPercent'),
      notify: fc.record(
        {
          email: fc.array(fc.oneof(fc.emailAddress(), fc.string()), { maxLength: 2 }),
          slackWebhook: fc.oneof(fc.webUrl(), fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] }), fc.string()),
        },
        { requiredKeys: [] },
      ),
      logs: some('retentionDays'),
    },
    { requiredKeys: [] },
  );

  it('that is taken can be worked with: every other one is explained', () => {
    const settings = {
      notificationUrl: 'https://app.example/api/graph/notifications',
      graphClientState: 's',
    } as Settings;
    const now = new Date('2026-11-28T12:00:00Z');
    fc.assert(
      fc.property(around, (sections) => {
        let config: ProvisioningConfig;
        try {
          config = parse({ ...minimalConfig, ...sections });
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
          return;
        }
        const { engine } = compileConfiguration(config, settings);
        const next = nextAttempt(now, new Date('2026-12-24T12:00:00Z'), engine.quarantine.probeHours);
        for (const at of [engine.nextSweep(now), engine.nextFullCycle(now), next])
          expect(at?.toISOString()).not.toBe('');
        const { slackWebhook } = config.notify;
        if (slackWebhook !== undefined) expect(slackWebhook).toMatch(/^https:|^http:\/\/(localhost|127\.|\[::1\])/);
      }),
      { numRuns: 300 },
    );
  });

  it('that is no JSON is answered with a ConfigurationError', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!isJson(text));
        expect(() => parseProvisioningConfig(text, 'x')).toThrow(ConfigurationError);
      }),
      { numRuns: 200 },
    );
  });

  function isJson(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
});
