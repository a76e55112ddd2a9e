import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../shared/model/attributes.ts';
import { TARGET, USER_TARGET_ATTRIBUTES } from '../../../shared/model/targetAttributes.ts';
import { canonicalAttributes, canonicalUserName } from '../../../shared/slack/canonicalAttributes.ts';

describe('canonicalUserName', () => {
  it.each([
    ['Jane.Doe', 'jane.doe'],
    ['jane.doe@example.com', 'jane.doe'],
    ['jane doe', 'jane_doe'],
    ["o'neil", 'o_neil'],
    ['a+b', 'a_b'],
    ['under_score-and.dot', 'under_score-and.dot'],
    ['Žofie', 'žofie'],
    ['@jane', '_jane'],
    [' Jane ', 'jane'],
    [' jane@example.com ', 'jane'],
  ])('%s becomes %s', (sent, shown) => {
    expect(canonicalUserName(sent)).toBe(shown);
  });
});

describe('canonicalAttributes', () => {
  it.each<[string, AttributeValue, AttributeValue]>([
    [TARGET.userName, 'Jane', 'jane'],
    [TARGET.nickName, 'Jane', 'jane'],
    [TARGET.email, ' Jane@Example.COM ', 'jane@example.com'],
    [TARGET.displayName, 'Jane Doe (Ops)', 'Jane Doe (Ops)'],
    ['title', ' ', null],
    ['title', '', null],
    ['title', null, null],
    ['title', ['Boss', 'Chief'], 'Boss'],
    ['title', [], null],
    ['title', 7, '7'],
    ['title', true, 'true'],
    ['title', '  Boss \n', 'Boss'],
    ['roles', ['Lead', '{"value":"Head","primary":true}'], 'Head'],
    [TARGET.guestType, 'Multi', 'multi'],
    [TARGET.guestExpiration, '2026-11-30', '2026-11-30T00:00:00Z'],
    ['urn:scim:schemas:extension:slack:profile:1.0.startDate', '2026-01-05T00:00:00+0000', '2026-01-05T00:00:00Z'],
    [TARGET.active, false, false],
    [TARGET.manager, 'U0BOSS', 'U0BOSS'],
  ])('%s: %j is shown as %j', (name, value, shown) => {
    expect(canonicalAttributes({ [name]: value })).toEqual({ [name]: shown });
  });

  it('lets the nickname follow the user name when both are there', () => {
    expect(canonicalAttributes({ [TARGET.userName]: 'Jane', [TARGET.nickName]: 'JJ' })).toEqual({
      [TARGET.userName]: 'jane',
      [TARGET.nickName]: 'jane',
    });
  });

  it('shows one role under both names when both are there, the single one before the list', () => {
    expect(canonicalAttributes({ [TARGET.role]: 'Head', roles: ['Lead'] })).toEqual({
      [TARGET.role]: 'Head',
      roles: 'Head',
    });
    expect(canonicalAttributes({ [TARGET.role]: null, roles: ['Lead'] })).toEqual({
      [TARGET.role]: 'Lead',
      roles: 'Lead',
    });
  });

  it.each([
    [null, null],
    [undefined, '2026-11-30T00:00:00Z'],
    ['multi', '2026-11-30T00:00:00Z'],
  ])('with guest type %j the end date is %j', (type, end) => {
    const attributes = {
      [TARGET.guestExpiration]: '2026-11-30',
      ...(type === undefined ? {} : { [TARGET.guestType]: type }),
    };
    expect(canonicalAttributes(attributes)[TARGET.guestExpiration]).toBe(end);
  });

  it('adds no attribute', () => {
    expect(canonicalAttributes({ [TARGET.userName]: 'jane' })).toEqual({ [TARGET.userName]: 'jane' });
  });

  it('changes nothing the second time', () => {
    const dates = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    const lists = fc.array(fc.oneof(fc.string(), fc.json()));
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constant(null),
      fc.emailAddress(),
      fc.integer(),
      dates,
      lists,
    );
    const attributes = fc.dictionary(fc.constantFrom(...USER_TARGET_ATTRIBUTES.keys()), value);
    fc.assert(
      fc.property(attributes, (given) => {
        const once = canonicalAttributes(given);
        expect(canonicalAttributes(once)).toEqual(once);
      }),
    );
  });
});
