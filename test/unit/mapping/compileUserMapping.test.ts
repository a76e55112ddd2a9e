import { describe, expect, it } from 'vitest';
import { compileUserMapping } from '../../../shared/mapping/compileUserMapping.ts';
import type { AttributeMapping, MappedUser } from '../../../shared/model/mapping.ts';
import { sourceView, type ViewOptions } from './sourceView.ts';

const now = new Date('2026-01-05T10:00:00Z');
const MANAGER = 'urn:scim:schemas:extension:enterprise:1.0.manager';

function map(
  mappings: readonly AttributeMapping[],
  properties: Readonly<Record<string, unknown>> = {},
  options: ViewOptions = {},
): MappedUser {
  return compileUserMapping(mappings).map(sourceView(properties, options), { now });
}

/** The one value or failure that a source gives to a target. */
function mapOne(target: string, source: string, properties: Readonly<Record<string, unknown>> = {}) {
  const { attributes, failures } = map([{ target, source }], properties);
  return failures[0]?.code ?? attributes[target];
}

describe('values', () => {
  it('plain attributes, constants and expressions flow as they are', () => {
    expect(mapOne('title', '[jobTitle]', { jobTitle: ' Chief  ' })).toBe(' Chief  ');
    expect(mapOne('title', '"Chief"')).toBe('Chief');
    expect(mapOne('title', 'Append([jobTitle], "!")', { jobTitle: 'Chief' })).toBe('Chief!');
  });

  it('no value and an empty result are null', () => {
    expect(mapOne('title', '[jobTitle]')).toBeNull();
    expect(mapOne('title', 'Left([jobTitle], 3)')).toBeNull();
    expect(mapOne('title', '[jobTitle]', { jobTitle: '' })).toBeNull();
  });

  it('booleans and numbers become text', () => {
    expect(mapOne('title', '[accountEnabled]', { accountEnabled: true })).toBe('True');
    expect(mapOne('title', 'Count([proxyAddresses])', { proxyAddresses: ['a', 'b'] })).toBe('2');
  });

  it('a list of one gives its value, a list of several is SchemaPropertyCanOnlyAcceptValue', () => {
    expect(mapOne('title', '[otherMails]', { otherMails: [] })).toBeNull();
    expect(mapOne('title', '[otherMails]', { otherMails: ['a'] })).toBe('a');
    expect(mapOne('title', '[otherMails]', { otherMails: ['a', 'b'] })).toBe('SchemaPropertyCanOnlyAcceptValue');
  });

  it('a reference gives the Entra id of the manager, or null', () => {
    const mappings = [{ target: MANAGER, source: '[manager]' }];
    expect(map(mappings, {}, { managerId: 'm-1' }).attributes).toEqual({ [MANAGER]: 'm-1' });
    expect(map(mappings).attributes).toEqual({ [MANAGER]: null });
  });

  it('a target whose expression says "do not flow" is absent', () => {
    expect(map([{ target: 'title', source: 'IgnoreFlowIfNullOrEmpty([jobTitle])' }])).toEqual({
      attributes: {},
      active: true,
      ignoreObject: false,
      failures: [],
    });
  });

  it('IgnoreObjectFlow asks to leave the whole object alone', () => {
    const mappings = [{ target: 'title', source: 'IIF(IsNull([jobTitle]), IgnoreObjectFlow, [jobTitle])' }];
    expect(map(mappings).ignoreObject).toBe(true);
    expect(map(mappings, { jobTitle: 'Chief' }).ignoreObject).toBe(false);
  });
});

describe('active', () => {
  it.each([
    ['Not([IsSoftDeleted])', false, true],
    ['Not([IsSoftDeleted])', true, false],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', true, false],
    ['[accountEnabled]', false, true],
    ['"FALSE"', false, false],
  ])('%s with IsSoftDeleted %s is %s', (source, isSoftDeleted, expected) => {
    const { active, attributes } = map([{ target: 'active', source }], { accountEnabled: true }, { isSoftDeleted });
    expect(active).toBe(expected);
    expect(attributes).toEqual({});
  });

  it('is true without a mapping, and when its mapping gives nothing', () => {
    expect(map([]).active).toBe(true);
    expect(map([{ target: 'active', source: 'Switch("x", , "y", "False")' }]).active).toBe(true);
  });

  it('never turns false because its mapping fails', () => {
    const { active, failures } = map([{ target: 'active', source: '"no"' }]);
    expect(active).toBe(true);
    expect(failures).toEqual([
      { target: 'active', code: 'AttributeValidationFailed', message: 'active must be True or False.' },
    ]);
  });
});

describe('failures', () => {
  it('a displayName with @ is AttributeValidationFailed, naming the rule but not the value', () => {
    const { attributes, failures } = map([{ target: 'displayName', source: '[displayName]' }], {
      displayName: 'jane@contoso.example',
    });
    expect(attributes).toEqual({});
    expect(failures).toEqual([expect.objectContaining({ target: 'displayName', code: 'AttributeValidationFailed' })]);
    expect(failures[0]?.message).toContain('must not contain the character @');
    expect(failures[0]?.message).not.toContain('jane');
  });

  it('an expression that cannot be computed names function and argument, and hinders no other attribute', () => {
    const mappings = [
      { target: 'title', source: 'Left([displayName], [jobTitle])' },
      { target: 'userType', source: '[userType]' },
    ];
    const { attributes, failures } = map(mappings, { displayName: 'Jane', jobTitle: 'Chief', userType: 'Member' });
    expect(attributes).toEqual({ userType: 'Member' });
    expect(failures).toEqual([
      {
        target: 'title',
        code: 'ExpressionEvaluationFailed',
        message: 'title could not be computed. Left: NumChars must be a whole number.',
      },
    ]);
  });

  it('targets with the same source fail each under its own name', () => {
    const source = 'Item([displayName], 0)';
    const { failures } = map([
      { target: 'userName', source },
      { target: 'nickName', source },
    ]);
    expect(failures.map(({ target }) => target)).toEqual(['userName', 'nickName']);
  });

  it('a reader that throws does not throw out of the mapping', () => {
    const view = sourceView({});
    const broken = { ...view, user: { ...view.user, properties: null as unknown as Record<string, unknown> } };
    const mapped = compileUserMapping([{ target: 'title', source: '[jobTitle]' }]).map(broken, { now });
    expect(mapped.failures).toEqual([expect.objectContaining({ code: 'ExpressionEvaluationFailed' })]);
  });
});

describe('rules', () => {
  const mapping = compileUserMapping([
    { target: 'userName', source: '[mail]', match: 2, apply: 'onCreate' },
    { target: 'emails[type eq "work"].value', source: '[mail]', match: 1 },
    { target: 'title', source: 'Redact([jobTitle])', default: 'Staff', whenEmpty: 'keep' },
  ]);

  it('tell how each target is kept up to date', () => {
    expect(mapping.rule('userName')).toEqual({ apply: 'onCreate', whenEmpty: 'clear' });
    expect(mapping.rule('title')).toEqual({ apply: 'always', whenEmpty: 'keep' });
    expect(mapping.rule('locale')).toBeUndefined();
  });

  it('defaults are apart from the mapped values, since only a creation uses them', () => {
    expect(mapping.defaults).toEqual({ title: 'Staff' });
    expect(mapping.map(sourceView({}), { now }).attributes.title).toBeNull();
  });

  it('matching is sorted by precedence', () => {
    expect(mapping.matching).toEqual([
      { target: 'emails[type eq "work"].value', precedence: 1 },
      { target: 'userName', precedence: 2 },
    ]);
  });

  it('redacted targets are known', () => {
    expect([...mapping.redacted]).toEqual(['title']);
  });

  it('time and randomness come from the context', () => {
    const compiled = compileUserMapping([{ target: 'title', source: 'Join(" ", Now(), Guid())' }]);
    const { attributes } = compiled.map(sourceView({}), { now, guid: () => 'g-1' });
    expect(attributes.title).toBe('1/5/2026 10:00:00 AM g-1');
  });
});
