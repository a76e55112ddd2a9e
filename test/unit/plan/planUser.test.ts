import { describe, expect, it } from 'vitest';
import { TARGET } from '../../../shared/model/targetAttributes.ts';
import {
  type LeaverFacts,
  type MemberFacts,
  planLeaver,
  planMember,
  type UserPolicy,
} from '../../../shared/plan/planUser.ts';

const policy: UserPolicy = { actions: ['create', 'update', 'disable'], leaver: 'disable', disabledInSlack: 'keep' };
const leaver = (changes: Partial<LeaverFacts> = {}): LeaverFacts => ({
  entitlement: { entitled: false, code: 'AccountDisabled', reason: 'The account is disabled in Entra.' },
  active: true,
  isProtected: false,
  policy,
  ...changes,
});

const desired = { [TARGET.userName]: 'ada', [TARGET.email]: 'ada@contoso.example', title: 'Engineer' };
const member = (changes: Partial<MemberFacts> = {}): MemberFacts => ({
  desired,
  defaults: {},
  current: { active: true, attributes: desired },
  snapshot: desired,
  leftActive: true,
  ruleOf: () => ({ apply: 'always', whenEmpty: 'clear' }),
  policy,
  ...changes,
});

describe('planLeaver', () => {
  it.each<[string, Partial<LeaverFacts>, object]>([
    ['an active account is disabled, and nothing else is written', {}, { action: 'disable' }],
    ['an inactive account is left as it is', { active: false }, { action: 'nothing' }],
    ['someone without an account is skipped', { active: undefined }, { action: 'skip', code: 'AccountDisabled' }],
    ['a protected account stays', { isProtected: true }, { action: 'skip', code: 'ProtectedAccount' }],
    ['leaver "ignore" leaves the account', { policy: { ...policy, leaver: 'ignore' } }, { action: 'skip' }],
    [
      'without the action "disable" nobody is disabled',
      { policy: { ...policy, actions: ['create', 'update'] } },
      { action: 'skip', code: 'ActionNotAllowed' },
    ],
  ])('%s', (_rule, changes, expected) => {
    expect(planLeaver(leaver(changes))).toMatchObject(expected);
  });
});

describe('planMember', () => {
  it.each<[string, Partial<MemberFacts>, object]>([
    ['equal attributes need nothing', {}, { action: 'nothing' }],
    [
      'a changed attribute is the only one written',
      { current: { active: true, attributes: { ...desired, title: 'Clerk' } } },
      { action: 'update', activate: false, modified: [{ name: 'title', old: 'Clerk', new: 'Engineer' }] },
    ],
    [
      'an account that we disabled is enabled again',
      { current: { active: false, attributes: desired }, leftActive: false },
      { action: 'update', activate: true, modified: [] },
    ],
    [
      'an account disabled by hand is left alone',
      { current: { active: false, attributes: desired } },
      { action: 'skip', code: 'DisabledInSlack' },
    ],
    [
      'an account disabled by hand is enabled when configured',
      { current: { active: false, attributes: desired }, policy: { ...policy, disabledInSlack: 'enable' } },
      { action: 'update', activate: true },
    ],
    [
      'without the action "update" nothing is updated',
      { current: { active: true, attributes: {} }, policy: { ...policy, actions: ['create'] } },
      { action: 'skip', code: 'ActionNotAllowed' },
    ],
    ['an account that is missing is created', { current: undefined }, { action: 'create', attributes: desired }],
    [
      'a default fills an empty value at creation',
      { current: undefined, desired: { ...desired, title: null }, defaults: { title: 'Staff' } },
      { action: 'create', attributes: { ...desired, title: 'Staff' } },
    ],
    [
      'a default does not touch an existing account',
      { desired: { ...desired, title: null }, defaults: { title: 'Staff' }, snapshot: {} },
      { action: 'nothing' },
    ],
    [
      'nobody is created without an e-mail address',
      { current: undefined, desired: { [TARGET.userName]: 'ada' } },
      { action: 'fail', code: 'MandatoryFieldsMissing' },
    ],
    [
      'without the action "create" nobody is created',
      { current: undefined, policy: { ...policy, actions: ['update'] } },
      { action: 'skip', code: 'ActionNotAllowed' },
    ],
  ])('%s', (_rule, changes, expected) => {
    expect(planMember(member(changes))).toMatchObject(expected);
  });
});
