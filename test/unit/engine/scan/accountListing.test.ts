import { describe, expect, it } from 'vitest';
import { AccountListing, type ListedAccount } from '../../../../shared/engine/scan/accountListing.ts';
import type { Attributes } from '../../../../shared/model/attributes.ts';
import { TARGET } from '../../../../shared/model/targetAttributes.ts';

const MATCHING = [{ target: TARGET.email }, { target: TARGET.userName }];

function listingWith(attributes: Attributes) {
  const listing = new AccountListing([TARGET.email, 'title']);
  listing.add({
    slackId: 'U1',
    active: true,
    type: 'member',
    userName: 'Ada',
    emails: ['ada@contoso.example', 'second@contoso.example'],
    attributes,
  });
  const differs = (desired: Attributes, snapshot: Attributes = {}) =>
    listing.differs(listing.get('U1') as ListedAccount, (name) => desired[name], listing.writtenIn(snapshot));
  return { listing, differs };
}

describe('AccountListing', () => {
  it('tells whether a target differs', () => {
    const { differs } = listingWith({ [TARGET.email]: 'ada@contoso.example', title: 'Clerk' });
    expect(differs({ [TARGET.email]: 'ada@contoso.example', title: 'Clerk' })).toBe(false);
    expect(differs({ [TARGET.email]: 'ada@contoso.example', title: 'Engineer' })).toBe(true);
    expect(differs({ [TARGET.email]: 'bob@contoso.example', title: 'Clerk' })).toBe(true);
  });

  it('does not take a change of case in an e-mail address for a difference', () => {
    const { differs } = listingWith({ [TARGET.email]: 'ada@contoso.example', title: 'Clerk' });
    expect(differs({ [TARGET.email]: 'Ada@Contoso.example', title: 'Clerk' })).toBe(false);
    expect(differs({ title: 'clerk' })).toBe(true);
  });

  it('takes an emptied value for a difference only where we had written one', () => {
    const { differs } = listingWith({ title: 'Clerk' });
    expect(differs({ title: null })).toBe(false);
    expect(differs({ title: null }, { title: 'Clerk' })).toBe(true);
  });

  it('does not compare what is not desired', () => {
    const { differs } = listingWith({ title: 'Clerk' });
    expect(differs({}, { title: 'Clerk' })).toBe(false);
  });

  it('tells many accounts apart, and shows the last of several looks at the same one', () => {
    const { listing } = listingWith({ title: 'Clerk' });
    const accountOf = (number: number, title: string) => ({
      ...{ slackId: `U${number}`, active: true, type: 'member' as const, userName: `user${number}`, emails: [] },
      attributes: { title },
    });
    for (let number = 2; number < 3000; number += 1) listing.add(accountOf(number, `Title ${number}`));
    listing.add(accountOf(7, 'Engineer'));
    const titleDiffers = (number: number, title: string) =>
      listing.differs(listing.get(`U${number}`) as ListedAccount, (name) => (name === 'title' ? title : undefined), 0);
    expect(
      [1, 2, 6, 8, 2999].filter((number) => titleDiffers(number, number === 1 ? 'Clerk' : `Title ${number}`)),
    ).toEqual([]);
    expect(titleDiffers(7, 'Engineer')).toBe(false);
    expect(titleDiffers(7, 'Title 7')).toBe(true);
    expect(listing.size).toBe(2999);
  });

  it('finds a candidate by any e-mail address before the user name', () => {
    const { listing } = listingWith({});
    listing.add({ slackId: 'U2', active: true, type: 'member', userName: 'bob', emails: [], attributes: {} });
    const find = (email: string | null, userName: string) =>
      listing.candidateFor({ [TARGET.email]: email, [TARGET.userName]: userName }, MATCHING);
    expect(find('Second@contoso.example', 'bob')).toBe('U1');
    expect(find('new@contoso.example', 'BOB')).toBe('U2');
    expect(find(null, 'ada')).toBe('U1');
    expect(find('new@contoso.example', 'new')).toBeNull();
  });

  it('finds a candidate that is listed after somebody has asked', () => {
    const { listing } = listingWith({});
    const find = () => listing.candidateFor({ [TARGET.userName]: 'bob' }, MATCHING);
    expect(find()).toBeNull();
    listing.add({ slackId: 'U2', active: true, type: 'member', userName: 'Bob', emails: [], attributes: {} });
    expect(find()).toBe('U2');
  });
});
