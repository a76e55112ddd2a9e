import { describe, expect, it } from 'vitest';
import { readTargetValue } from '../../../shared/mapping/readTargetValue.ts';
import { GROUP_TARGET_ATTRIBUTES } from '../../../shared/model/groupAttributes.ts';
import { USER_TARGET_ATTRIBUTES } from '../../../shared/model/targetAttributes.ts';

const GUEST = 'urn:scim:schemas:extension:slack:guest:1.0';
const START_DATE = 'urn:scim:schemas:extension:slack:profile:1.0.startDate';
const EMAIL = 'emails[type eq "work"].value';
const PHOTO = 'photos[type eq "photo"].value';

function read(name: string, text: string) {
  const target = USER_TARGET_ATTRIBUTES.get(name);
  if (!target) throw new Error(`no target ${name}`);
  return readTargetValue(target, text);
}

const refusedAs = (rule: string, texts: readonly string[]) => texts.map((text) => [text, rule] as const);

describe.each<{ target: string; accepted: readonly string[]; refused: readonly (readonly [string, string])[] }>([
  {
    target: 'displayName',
    accepted: ["Zoë O'Hara-李 (R&D) [x] {y}, z; 1/2_3.", 'x'.repeat(80), '𠮷'.repeat(80), 'Ann © 2 #1'],
    refused: [
      ['jane@contoso.com', 'must not contain the character @'],
      ['@jane', 'must not contain the character @'],
      ['Jane 😀', 'must not contain emoji'],
      ['Jane ❤️', 'must not contain emoji'],
      ['Jane 🇩🇪', 'must not contain emoji'],
      ['Jane 1️⃣', 'must not contain emoji'],
      ['x'.repeat(81), 'must have at most 80 characters'],
    ],
  },
  {
    target: 'userName',
    accepted: ['jane.doe_1-2', 'x'.repeat(21), 'jane doe', '李雷', `${'x'.repeat(21)}@contoso.com`],
    refused: [
      ['x'.repeat(22), 'must have at most 21 characters'],
      [`${'x'.repeat(22)}@contoso.com`, 'must have at most 21 characters'],
      [' ', 'must contain a letter or a digit'],
      ['!!!', 'must contain a letter or a digit'],
    ],
  },
  {
    target: 'nickName',
    accepted: ['jane', 'x'.repeat(21)],
    refused: [['x'.repeat(22), 'must have at most 21 characters']],
  },
  {
    target: EMAIL,
    accepted: ['jane@contoso.com', "o'neill+x@mail.contoso.co.uk", 'jörg@bücher.example', 'Jane.Doe@CONTOSO.COM'],
    refused: [
      ...refusedAs('must be an e-mail address', [
        ...[
          'jane',
          'jane@contoso',
          'a@b@contoso.com',
          'jane doe@contoso.com',
          'jane@contoso..com',
          '@contoso.com',
          ' ',
        ],
        ...['SMTP:jane@contoso.com', 'jane@contoso.com;bob@contoso.com', 'Jane <jane@contoso.com>', 'jane@.com'],
      ]),
      [`${'x'.repeat(243)}@contoso.com`, 'must have at most 254 characters'],
    ],
  },
  {
    target: 'name.givenName',
    accepted: ['Jane', ' Jane '],
    refused: [['  ', 'must not consist of spaces only']],
  },
  {
    target: 'timezone',
    accepted: ['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC', 'Asia/Calcutta'],
    refused: refusedAs('must be the name of a time zone', [
      'Berlin',
      '+01:00',
      'Europe/Berlin ',
      'W. Europe Standard Time',
    ]),
  },
  {
    target: PHOTO,
    accepted: ['photo:"abc"', 'https://contoso.com/jane.png', 'data:image/png;base64,iVBORw0KGgo='],
    refused: refusedAs('must be a picture', [
      'http://contoso.com/jane.png',
      'jane.png',
      'data:text/html;base64,PGI+',
      'data:image/png;base64,',
      'https://',
    ]),
  },
  {
    target: 'profileUrl',
    accepted: ['https://contoso.com/jane', 'http://intranet/jane'],
    refused: refusedAs('must be a web address', ['contoso.com/jane', 'javascript:alert(1)']),
  },
  {
    target: `${GUEST}.type`,
    accepted: ['multi'],
    refused: refusedAs('must be "multi"', ['single', 'Multi', 'Guest']),
  },
  {
    target: `${GUEST}.expiration`,
    accepted: ['2026-11-30T23:59:59Z', '2026-11-30T23:59:59.5+09:00', '2026-11-30T23:59:59+0900', '2024-02-29T00:00Z'],
    refused: refusedAs('must be a date and time in ISO 8601', [
      '2026-11-30',
      '2026-11-30T23:59:59',
      '2026-02-29T00:00:00Z',
      '2026-11-30T25:00:00Z',
      '11/30/2026',
    ]),
  },
  {
    target: START_DATE,
    accepted: ['2026-11-30', '2024-04-10T00:00:00+0000'],
    refused: refusedAs('must be a date in ISO 8601', ['2026-02-30', '30.11.2026', '2026-11-30T00:00:00', 'soon']),
  },
  { target: 'locale', accepted: ['en-US', 'anything at all 😀'], refused: [] },
])('$target', ({ target, accepted, refused }) => {
  it.each(accepted)('takes %s', (text) => {
    expect(read(target, text)).toEqual({ value: text });
  });

  it.each(refused)('refuses %s: %s', (text, rule) => {
    const result = read(target, text);
    expect(result).toEqual({
      code: 'AttributeValidationFailed',
      message: expect.stringContaining(`${target} ${rule}`),
    });
  });
});

describe('the message', () => {
  it('names attribute, rule and what would be accepted, and never the value', () => {
    const result = read('displayName', 'secret.person@contoso.com');
    expect(result).toEqual({
      code: 'AttributeValidationFailed',
      message:
        "displayName must not contain the character @. Letters of any language, digits, spaces and . _ - ' ( ) [ ] { } , / ; are accepted.",
    });
  });
});

describe('groups', () => {
  it('may have an @ in their name, but not only spaces', () => {
    const target = GROUP_TARGET_ATTRIBUTES.get('displayName');
    if (!target) throw new Error('no displayName');
    expect(readTargetValue(target, 'Team @ Paris')).toEqual({ value: 'Team @ Paris' });
    expect(readTargetValue(target, '  ')).toHaveProperty('code', 'AttributeValidationFailed');
  });
});
