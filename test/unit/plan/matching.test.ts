import { describe, expect, it } from 'vitest';
import type { TargetUser } from '../../../shared/model/target.ts';
import { addressesOf, confirmsMatch } from '../../../shared/plan/confirmsMatch.ts';
import { userNameCandidates } from '../../../shared/plan/userNameCandidates.ts';

const account = (...emails: string[]): TargetUser => ({
  slackId: 'U1',
  active: true,
  userName: 'ada',
  emails,
  attributes: {},
  type: 'member',
});
const ada = {
  id: 'u1',
  state: 'present' as const,
  managerId: null,
  properties: {
    mail: 'Ada@contoso.example',
    userPrincipalName: 'ada.l@contoso.example',
    proxyAddresses: ['SMTP:ada@contoso.example', 'smtp:countess@contoso.example'],
    otherMails: ['ada@home.example'],
  },
};

describe('confirmsMatch', () => {
  it.each(['ada@contoso.example', 'ada.l@contoso.example', 'countess@contoso.example', 'ada@home.example'])(
    'takes %s for the person’s own address',
    (email) => expect(confirmsMatch(ada, account(email))).toBe(true),
  );

  it('does not take somebody else’s account for theirs because the user name is the same', () => {
    expect(confirmsMatch(ada, account('ada@stranger.example'))).toBe(false);
  });

  it('asks for the primary address, not any address', () => {
    expect(confirmsMatch(ada, account('other@stranger.example', 'ada@contoso.example'))).toBe(false);
  });

  it('does not take an account without an address', () => expect(confirmsMatch(ada, account())).toBe(false));
});

it('knows a person in the recycle bin by the name they had', () => {
  const id = '00000000-0000-4000-8000-00000000000a';
  const userPrincipalName = `${id.replaceAll('-', '')}ceo@contoso.example`;
  const user = { id, managerId: null, properties: { userPrincipalName } };
  expect([...addressesOf({ ...user, state: 'softDeleted' })]).toEqual(['ceo@contoso.example']);
  expect([...addressesOf({ ...user, state: 'present' })]).toEqual([userPrincipalName]);
});

describe('userNameCandidates', () => {
  it('counts from 2 to 9, then tries three numbers of the person’s own', () => {
    const candidates = userNameCandidates('ada', 'u1');
    expect(candidates.slice(0, 8)).toEqual(['ada2', 'ada3', 'ada4', 'ada5', 'ada6', 'ada7', 'ada8', 'ada9']);
    expect(candidates.slice(8).map((name) => name.replace(/\d/g, '0'))).toEqual(['ada000', 'ada0000', 'ada00000']);
    expect(candidates).toEqual(userNameCandidates('ada', 'u1'));
    expect(candidates.slice(8)).not.toEqual(userNameCandidates('ada', 'u2').slice(8));
  });

  it('never exceeds Slack’s 21 characters', () => {
    const candidates = userNameCandidates('a'.repeat(21), 'u1');
    expect(Math.max(...candidates.map((name) => name.length))).toBe(21);
    expect(new Set(candidates).size).toBe(candidates.length);
  });
});
