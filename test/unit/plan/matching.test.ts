import { describe, expect, it } from 'vitest';
import type { TargetUser } from '../../../shared/model/target.ts';
import { confirmsMatch } from '../../../shared/plan/confirmsMatch.ts';
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

describe('userNameCandidates', () => {
  it('counts up from 2', () => expect(userNameCandidates('ada', 3)).toEqual(['ada2', 'ada3', 'ada4']));

  it('never exceeds Slack’s 21 characters', () => {
    const candidates = userNameCandidates('a'.repeat(21));
    expect(Math.max(...candidates.map((name) => name.length))).toBe(21);
    expect(new Set(candidates).size).toBe(candidates.length);
  });
});
