import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatConfig } from '../../../infra/scripts/importSchema/formatConfig.ts';
import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import { attribute, convert, EMAIL, expression, schemaOf } from './schemaFiles.ts';

const clause = (sourceOperandName: string, operatorName: string, ...values: string[]) => {
  return { sourceOperandName, operatorName, targetOperand: { values } };
};
const filtered = (...clauses: object[]) => schemaOf([], { scope: { groups: [{ name: 'Filter', clauses }] } });
const held = (schema: unknown, secrets?: unknown) => {
  const { config, lost } = convert(schema, secrets);
  const places = lost.filter(({ holds }) => holds).map(({ where }) => where);
  expect(config.enabled).toBe(places.length === 0);
  return places;
};
const mappingsOf = (...mappings: object[]) => convert(schemaOf(mappings)).config.users.mappings.slice(3);

describe('mappings', () => {
  it.each([
    ['ObjectAddOnly', { apply: 'onCreate' }],
    ['objectAddOnly', { apply: 'onCreate' }],
    [1, { apply: 'onCreate' }],
    ['AttributeAddOnly', { apply: 'onCreate' }],
    ['MultiValueAddOnly', { whenEmpty: 'keep' }],
    ['ValueAddOnly', { whenEmpty: 'keep' }],
    ['Always', {}],
    [null, {}],
    ['Sometimes', {}],
  ])('of flow type %s get %j', (flowType, flow) => {
    expect(mappingsOf(attribute('title', 'jobTitle', { flowType }))).toEqual([
      { target: 'title', source: '[jobTitle]', ...flow },
    ]);
  });

  it('of one target: the first is taken', () => {
    const mappings = mappingsOf(attribute('title', 'jobTitle'), attribute('Title', 'department'));
    expect(mappings).toEqual([{ target: 'title', source: '[jobTitle]' }]);
  });

  it('of one target, the first of them broken: the second is taken', () => {
    const mappings = mappingsOf(attribute('title', 'nothing'), attribute('title', 'department'));
    expect(mappings).toEqual([{ target: 'title', source: '[department]' }]);
  });

  it('with the same precedence are tried in the order of the schema', () => {
    const schema = schemaOf([], {
      attributeMappings: [
        attribute('userName', 'mailNickname', { matchingPriority: 3 }),
        attribute(EMAIL, 'mail', { matchingPriority: 3 }),
      ],
    });
    expect(convert(schema).config.users.mappings.map(({ match }) => match)).toEqual([1, 2]);
  });

  it('lose a default value that Slack cannot have, and nothing else', () => {
    const attributeMappings = [
      attribute(EMAIL, 'mail', { matchingPriority: 1, defaultValue: 'x@contoso.com' }),
      attribute('userName', 'mailNickname', { matchingPriority: 2 }),
    ];
    const { config, changed } = convert(schemaOf([], { attributeMappings }));
    expect(config.users.mappings[0]).toEqual({ target: EMAIL, source: '[mail]', match: 1 });
    expect(changed.map(({ to }) => to)).toContain('no default value');
  });

  it('which only Entra can evaluate are told with their source, and the rest goes on', () => {
    const { config, lost } = convert(
      schemaOf([expression('title', 'Nope([jobTitle]'), attribute('locale', 'country')]),
    );
    expect(config.users.mappings.map(({ target }) => target)).toEqual([EMAIL, 'userName', 'active', 'locale']);
    expect(lost.map(({ what }) => what).join()).toContain('Nope([jobTitle]');
  });
});

describe('what Slack requires', () => {
  const people = (attributeMappings: object[]) => schemaOf([], { attributeMappings });

  it('is added, if the schema had nothing of it', () => {
    const { config, changed } = convert(people([attribute('title', 'jobTitle')]));
    expect(config.users.mappings).toMatchObject([
      { target: 'title' },
      { target: EMAIL, source: '[mail]', match: 1 },
      { target: 'userName', apply: 'onCreate' },
    ]);
    expect(changed.map(({ where }) => where)).toContain('users: matching');
    expect(config.enabled).toBe(true);
  });

  it('is added in place of what could not be carried over, and nothing runs until a person has looked', () => {
    const broken = people([attribute('title', 'jobTitle'), expression(EMAIL, 'Nope([mail])', { matchingPriority: 1 })]);
    expect(held(broken)).toEqual([`users: ${EMAIL}`]);
    const told = convert(broken).lost.filter(({ where }) => where === `users: ${EMAIL}`);
    expect(told).toMatchObject([{ what: expect.stringMatching(/no function Nope.*\[mail\]/u) }]);
  });

  it('is matched by address when nothing was matched by', () => {
    const constant = { expression: '"everybody"', name: 'everybody', type: 'Constant' };
    const userName = attribute('userName', '', { source: constant });
    const { mappings } = convert(people([attribute(EMAIL, 'mail'), userName])).config.users;
    expect(mappings.map(({ match }) => match)).toEqual([1, undefined]);
  });

  it('of groups is added too', () => {
    const groups = { sourceObjectName: 'Group', attributeMappings: [attribute('members', 'members')] };
    expect(convert(schemaOf([], {}, [groups])).config.groups.mappings).toContainEqual({
      target: 'displayName',
      source: '[displayName]',
      match: 1,
    });
  });

  it('is not made up from nothing', () => {
    expect(() => convert(people([]))).toThrow(/no attribute mappings/u);
    expect(() => convert(people([attribute('a', 'b')]))).toThrow(/No mapping of users.*no target attribute a/su);
  });
});

describe('filters', () => {
  it('that cannot be carried over are left out whole, and nothing runs', () => {
    const schema = filtered(clause('department', 'EQUALS', 'Sales'), clause('city', 'REGEX MATCH', '(?!x).*'));
    expect(held(schema)).toEqual(['users: filter "Filter"']);
    expect(convert(schema).config.users.filters).toEqual([]);
  });

  it.each([
    ['an unknown attribute', clause('nonsense', 'IS NULL')],
    ['an unknown operator', clause('city', 'Present')],
    ['a multi-valued attribute', clause('proxyAddresses', 'Includes', 'x')],
    ['several values', clause('city', 'EQUALS', 'Paris', 'Rome')],
    ['no value', clause('city', 'EQUALS')],
  ])('with %s hold', (_, wrong) => {
    expect(held(filtered(wrong))).toEqual(['users: filter "Filter"']);
  });

  it('without clauses hold', () => {
    expect(held(filtered())).toEqual(['users: filter "Filter"']);
  });

  it.each(['inputFilterGroups', 'categoryFilterGroups'])('of the kind %s hold', (kind) => {
    const scope = { [kind]: [{ name: 'Early', clauses: [clause('city', 'EQUALS', 'Paris')] }] };
    expect(held(schemaOf([], { scope }))).toEqual([`users: ${kind}`]);
  });

  it.each([
    ['EQUALS', 'True', 'IS TRUE'],
    ['EQUALS', 'false', 'IS FALSE'],
    ['NOT EQUALS', 'True', 'IS FALSE'],
    ['NotEquals', 'False', 'IS TRUE'],
    ['is_true', '', 'IS TRUE'],
  ])('on a Boolean: %s %s is %s', (operator, value, result) => {
    const [filter] = convert(filtered(clause('dirSyncEnabled', operator, value))).config.users.filters;
    expect(filter?.clauses).toEqual([{ attribute: 'dirSyncEnabled', operator: result }]);
  });

  it.each([
    ['GreaterThan', 'Greater_Than'],
    ['greater_than_or_equals', 'Greater_Than_OR_EQUALS'],
    ['includes', 'Includes'],
    ['EndsWith', 'ENDS_WITH'],
    ['!&', '!&'],
  ])('have operators by any spelling: %s', (given, operator) => {
    const [filter] = convert(filtered(clause('employeeId', given, '7'))).config.users.filters;
    expect(filter?.clauses).toEqual([{ attribute: 'employeeId', operator, value: '7' }]);
  });
});

it('what is wrong with groups holds only while groups are provisioned', () => {
  const scope = { groups: [{ name: 'Filter', clauses: [clause('nonsense', 'IS NULL')] }] };
  const mappings = [attribute('displayName', 'displayName', { matchingPriority: 1 })];
  const groups = (enabled: boolean) => ({ sourceObjectName: 'Group', attributeMappings: mappings, scope, enabled });
  expect(held(schemaOf([], {}, [groups(true)]))).toEqual(['groups: filter "Filter"']);
  expect(held(schemaOf([], {}, [groups(false)]))).toEqual([]);
});

describe('actions', () => {
  it.each([
    ['Add, Update, Delete', ['create', 'update', 'disable']],
    ['add,update,delete', ['create', 'update', 'disable']],
    [7, ['create', 'update', 'disable']],
    [null, ['create', 'update', 'disable']],
    ['Add', ['create']],
    [0, []],
    ['None', []],
  ])('%j are %j', (flowTypes, actions) => {
    expect(convert(schemaOf([], { flowTypes })).config.users.actions).toEqual(actions);
  });

  it('are none for users that are switched off', () => {
    expect(convert(schemaOf([], { enabled: false })).config.users.actions).toEqual([]);
  });

  it('without Delete, but with an active that leavers change, hold: Entra disabled by update', () => {
    expect(held(schemaOf([], { flowTypes: 'Add, Update' }))).toEqual(['users: actions']);
  });

  it('of a schema in which leavers keep their account are told', () => {
    const attributeMappings = [
      attribute(EMAIL, 'mail', { matchingPriority: 1 }),
      attribute('userName', 'mailNickname'),
    ];
    const { changed, config } = convert(schemaOf([], { attributeMappings }));
    expect(changed.find(({ where }) => where === 'users: active')?.why).toContain('Entra disabled nobody');
    expect(config.enabled).toBe(true);
  });
});

describe('rules', () => {
  const [rule] = schemaOf([]).synchronizationRules;
  const rules = (...parts: object[]) => ({ synchronizationRules: parts.map((part) => ({ ...rule, ...part })) });

  it('into Entra are passed over', () => {
    const inbound = { sourceDirectoryName: 'Workday', targetDirectoryName: 'Azure Active Directory' };
    expect(convert(rules(inbound, { name: 'OUT' })).rule).toBe('OUT (Azure Active Directory → Slack)');
    expect(() => convert(rules(inbound))).toThrow(/Workday → Azure Active Directory/u);
  });

  it('to Slack: the one with the lower priority number is taken, and the other holds', () => {
    const schema = rules({ name: 'SECOND', priority: 2 }, { name: 'FIRST', priority: 1 });
    expect(convert(schema).rule).toContain('FIRST');
    expect(held(schema)).toEqual(['rule SECOND (Azure Active Directory → Slack)']);
  });

  it('of a SCIM app of one’s own are taken', () => {
    expect(convert(rules({ targetDirectoryName: 'customappsso' })).config.users.mappings).toHaveLength(3);
  });

  it.each([{ containerFilter: { includedContainers: ['OU=a'] } }, { groupFilter: { includedGroups: ['g'] } }])(
    'with %j hold',
    (filter) => {
      expect(held(rules(filter))).toEqual(['the rule']);
    },
  );

  it('without groups switch groups off', () => {
    expect(convert(rules({})).config.groups).toMatchObject({ enabled: false, mappings: [] });
  });

  it('with two object mappings of users use the first that is switched on, and hold for another', () => {
    const objectMappings = rule?.objectMappings ?? [];
    const off = { ...objectMappings[0], enabled: false };
    expect(held(rules({ objectMappings: [off, ...objectMappings] }))).toEqual([]);
    expect(held(rules({ objectMappings: [...objectMappings, ...objectMappings] }))).toEqual(['users: "Users"']);
  });
});

/** Words that a schema is made of, right and wrong ones. */
const word = fc.oneof(
  fc.constantFrom('mail', 'userName', EMAIL, 'displayName', 'title', 'active', 'roles', 'city', 'members', 'manager'),
  fc.constantFrom('Function', 'Constant', 'Attribute', 'Left([mail], 20)', 'Switch(', '"x"', 'Guid()', '[mail]', ''),
  fc.constantFrom(
    'EQUALS',
    'IS TRUE',
    'Greater_Than',
    'REGEX MATCH',
    '(?=',
    'True',
    'extensionAttribute1',
    '__proto__',
  ),
  fc.string({ maxLength: 8 }),
);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 8 });
const source = fc.letrec((tie) => ({
  source: fc.record({
    expression: orNull(word),
    name: orNull(word),
    type: orNull(fc.oneof(word, fc.integer({ min: -1, max: 4 }))),
    parameters: fc.array(fc.record({ key: word, value: orNull(tie('source')) }), {
      maxLength: 3,
      depthIdentifier: 'd',
    }),
  }),
})).source;
const mapping = fc.record({
  targetAttributeName: orNull(word),
  source: orNull(source),
  defaultValue: orNull(word),
  flowType: orNull(word),
  matchingPriority: orNull(fc.integer({ min: -1, max: 3 })),
});
const objectMapping = fc.record({
  sourceObjectName: fc.constantFrom('User', 'User', 'Group', 'Device'),
  enabled: orNull(fc.boolean()),
  flowTypes: orNull(fc.oneof(word, fc.integer())),
  attributeMappings: fc
    .array(mapping, { maxLength: 6 })
    .map((mappings) => [...mappings, attribute('locale', 'country'), attribute('displayName', 'displayName')]),
  scope: orNull(
    fc.record({
      groups: fc.array(
        fc.record({
          name: word,
          clauses: fc.array(
            fc.tuple(word, word, word).map(([a, b, c]) => clause(a, b, c)),
            { maxLength: 2 },
          ),
        }),
        { maxLength: 2 },
      ),
    }),
  ),
});
const schemaLike = fc.record({
  synchronizationRules: fc.array(
    fc.record({
      targetDirectoryName: fc.constantFrom('Slack', 'Slack', 'Slack', 'x'),
      objectMappings: fc.array(objectMapping, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});
const pair = fc.record({
  key: fc.constantFrom('SyncAll', 'SyncNotificationSettings', 'SecretToken'),
  value: orNull(word),
});

describe('any text', () => {
  const holds = (schema: string, secrets: string | undefined) => {
    try {
      const { config } = convert(schema, secrets && JSON.parse(secrets));
      parseProvisioningConfig(formatConfig(config), 'result');
      return true;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      expect(error.problems.length).toBeGreaterThan(0);
      expect(error.message).not.toContain('result is not valid');
      return false;
    }
  };

  it('gives a configuration that the app starts with, or says what is wrong', () => {
    let valid = 0;
    fc.assert(
      fc.property(schemaLike, fc.option(fc.array(pair, { maxLength: 3 }), { nil: undefined }), (schema, secrets) => {
        valid += Number(holds(JSON.stringify(schema), secrets && JSON.stringify(secrets)));
      }),
      { numRuns: 60 },
    );
    expect(valid).toBeGreaterThan(5);
  });

  it('that is no schema is refused with a reason', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => !holds(text, undefined)));
  });
});
