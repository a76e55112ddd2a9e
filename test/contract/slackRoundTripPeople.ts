import fc from 'fast-check';
import type { Attributes, AttributeValue } from '../../shared/model/attributes.ts';
import { USER_TARGET_ATTRIBUTES } from '../../shared/model/targetAttributes.ts';
import { ADDRESS, EMAIL, MOBILE, OLD, ROLE, WORK } from './slackClientAttributes.ts';

export const PHOTO = 'photos[type eq "photo"].value';
export const MANAGER = `${OLD}.manager`;
export const START = 'urn:scim:schemas:extension:slack:profile:1.0.startDate';
export const GUEST_TYPE = 'urn:scim:schemas:extension:slack:guest:1.0.type';
export const GUEST_END = 'urn:scim:schemas:extension:slack:guest:1.0.expiration';

/** Slack refuses these in names. */
const FORBIDDEN = /[@:\p{Emoji_Presentation}]|\u{FE0F}/gu;

const none = fc.constantFrom(null, '', ' ', '\t');
const padding = fc.constantFrom('', '', ' ', '\n');
const padded = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(padding, inner, padding).map((parts) => parts.join(''));
const orNone = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null | string> =>
  fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: none });

/** Text with its quirks: upper case, other scripts, quotes, spaces around it. */
const text = orNone(padded(fc.string({ unit: 'grapheme', maxLength: 12 })));
const name = text.map((value) => (value === null ? null : value.replace(FORBIDDEN, '')));
const date = orNone(
  fc
    .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
    .chain((at) => {
      const iso = at.toISOString();
      return fc.constantFrom(iso, iso.slice(0, 10), `${iso.slice(0, 19)}+0000`, `${iso.slice(0, 19)}-07:00`);
    }),
);
const roleElement = fc.record({ value: fc.constantFrom('Lead', 'Head', ''), primary: fc.boolean() });
const roles = fc.array(
  fc.oneof(
    fc.constantFrom('Lead', ' Head ', ''),
    roleElement.map((element) => JSON.stringify(element)),
  ),
  { maxLength: 3 },
);

/**
 * Values as a mapping may give them, for every target that can be updated.
 * @param key ends the user name and the address, so that two people can be told apart
 * @param managers Slack ids
 */
export function anyPerson(key: string, managers: readonly string[]): fc.Arbitrary<Attributes> {
  const special: Readonly<Record<string, fc.Arbitrary<AttributeValue>>> = {
    userName: padded(fc.stringMatching(/^[A-Za-z0-9 .'+_-]{0,8}$/)).map((value) => `${value.trim()}${key}`),
    [EMAIL]: padded(fc.stringMatching(/^[A-Za-z0-9.'+-]{1,8}$/).map((value) => `${value}${key}@Example.COM`)),
    displayName: name,
    'name.givenName': name,
    'name.familyName': name,
    roles,
    [MANAGER]: orNone(fc.constantFrom(...managers)),
    [START]: date,
    [GUEST_TYPE]: orNone(fc.constantFrom('multi', ' Multi')),
    [GUEST_END]: date,
    [MOBILE]: orNone(fc.constantFrom('+47 1', '+47 2', ' +47 3')),
    [WORK]: orNone(fc.constantFrom('+47 1', '+47 2', '+47 4')),
    [PHOTO]: orNone(fc.constantFrom('https://example.com/a.png', 'data:image/png;base64,iVBORw0KGgo=')),
  };
  const arbitraries = [...USER_TARGET_ATTRIBUTES.values()]
    .filter(({ name: target, writeOnce }) => target !== 'active' && !writeOnce)
    .map(({ name: target }) => [target, special[target] ?? text] as const);
  return fc.record(Object.fromEntries(arbitraries)).map((values) => {
    // The nickname follows the user name anyway; without one there is nothing to follow.
    return { ...values, nickName: values.nickName ?? 'nick' };
  });
}

/** Targets that Slack can be without. */
export const CLEARABLE = [...USER_TARGET_ATTRIBUTES.values()]
  .filter(
    ({ name: target, required, writeOnce }) => target !== 'active' && target !== 'nickName' && !required && !writeOnce,
  )
  .map(({ name: target }) => target);

/** Somebody with a value for everything. */
export const FULL: Attributes = {
  userName: 'jane',
  nickName: 'jane',
  displayName: 'Jane Doe',
  title: 'Engineer',
  'name.givenName': 'Jane',
  'name.familyName': 'Doe',
  'name.honorificPrefix': 'Dr.',
  [EMAIL]: 'jane@example.com',
  [MOBILE]: '+47 1',
  [WORK]: '+47 2',
  [ROLE]: 'Lead',
  roles: ['Lead'],
  ...ADDRESS,
  'addresses[type eq "untyped"].region': 'Oslo',
  userType: 'Employee',
  preferredLanguage: 'nb',
  locale: 'nb-NO',
  timezone: 'Europe/Oslo',
  [PHOTO]: 'https://example.com/a.png',
  [START]: '2026-01-05',
  [GUEST_TYPE]: 'multi',
  [GUEST_END]: '2026-11-30T23:59:59Z',
  [`${OLD}.department`]: 'R&D',
  [`${OLD}.employeeNumber`]: '7',
  [`${OLD}.costCenter`]: 'C1',
  [`${OLD}.organization`]: 'Org',
  [`${OLD}.division`]: 'Div',
};
