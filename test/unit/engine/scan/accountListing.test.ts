import { describe, expect, it } from 'vitest';
import { AccountListing, type ListedAccount } from '../../../../shared/engine/scan/accountListing.ts';
import type { Attributes } from '../../../../shared/model/attributes.ts';
import { TARGET } from '../../../../shared/model/targetAttributes.ts';

const MATCHING = [{ target: TARGET.email }, { target: TARGET.userName }];

function listingWith(attributes: Attributes): { listing: AccountListing; account: ListedAccount } {
  const listing = new AccountListing([TARGET.email, 'title']);
  listing.add({
    slackId: 'U1',
    active: true,
    type: 'member',
    userName: 'Ada',
    emails: ['ada@contoso.example', 'second@contoso.example'],
    attributes,
  });
  return { listing, account: listing.get('U1') as ListedAccount };
}

describe('AccountListing', () => {
  it('names the targets that differ, and only those', () => {
    const { listing, account } = listingWith({ [TARGET.email]: 'ada@contoso.example', title: 'Clerk' });
    const desired = { [TARGET.email]: 'ada@contoso.example', title: 'Engineer' };
    expect(listing.differences(account, desired, 0)).toEqual(['title']);
  });

  it('does not take a change of case in an e-mail address for a difference', () => {
    const { listing, account } = listingWith({ [TARGET.email]: 'ada@contoso.example', title: 'Clerk' });
    expect(listing.differences(account, { [TARGET.email]: 'Ada@Contoso.example', title: 'Clerk' }, 0)).toEqual([]);
    expect(listing.differences(account, { title: 'clerk' }, 0)).toEqual(['title']);
  });

  it('takes an emptied value for a difference only where we had written one', () => {
    const { listing, account } = listingWith({ title: 'Clerk' });
    expect(listing.differences(account, { title: null }, 0)).toEqual([]);
    expect(listing.differences(account, { title: null }, listing.writtenIn({ title: 'Clerk' }))).toEqual(['title']);
  });

  it('does not compare what is not desired', () => {
    const { listing, account } = listingWith({ title: 'Clerk' });
    expect(listing.differences(account, {}, listing.writtenIn({ title: 'Clerk' }))).toEqual([]);
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
});
