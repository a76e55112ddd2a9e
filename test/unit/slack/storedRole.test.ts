import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../../shared/model/attributes.ts';
import { storedRole } from '../../../shared/slack/storedRole.ts';

describe('storedRole', () => {
  it.each<[string, AttributeValue, string | null]>([
    ['the first', ['Lead', 'Head'], 'Lead'],
    ['the primary one', ['Lead', '{"value":"Head","primary":true}'], 'Head'],
    ['the primary one as Slack samples write it', ['Lead', '{"value":"Head","primary":"True"}'], 'Head'],
    ['an app role by its value', ['{"id":"1","value":"admin","displayName":"Admin"}'], 'admin'],
    ['an app role without a value by its name', ['{"id":"1","value":null,"displayName":"Admin"}'], 'Admin'],
    ['the first that has a name', ['', ' ', '{"value":""}', ' Lead '], 'Lead'],
    ['a name that only begins like JSON', ['{Lead'], '{Lead'],
    ['a single value', 'Lead', 'Lead'],
    ['none of an empty list', [], null],
    ['none of no value', null, null],
  ])('is %s', (_case, value, role) => {
    expect(storedRole(value)).toBe(role);
  });
});
