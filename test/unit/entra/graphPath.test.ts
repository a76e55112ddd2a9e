import { describe, expect, it } from 'vitest';
import { continuesDelta, describePath, toRelativeLink, withQuery } from '../../../shared/entra/graphPath.ts';

describe('withQuery', () => {
  it('encodes what would cut the query, and keeps commas readable', () => {
    expect(withQuery('/users', { $filter: "displayName eq 'A&B #1+'", $select: 'a,b' })).toBe(
      "/users?$filter=displayName%20eq%20'A%26B%20%231%2B'&$select=a,b",
    );
    expect(withQuery('/users', {})).toBe('/users');
  });
});

describe('toRelativeLink', () => {
  it.each([
    ['https://graph.microsoft.com/v1.0/users/delta?$deltatoken=a%2Bb', '/users/delta?$deltatoken=a%2Bb'],
    ['http://127.0.0.1:7080/v1.0/users?$skiptoken=https://x/v1.0/y', '/users?$skiptoken=https://x/v1.0/y'],
    ['https://proxy.example/graph/v1.0/users?$top=1', '/users?$top=1'],
    ['/v1.0/users?$skiptoken=1', '/users?$skiptoken=1'],
    ['/users/delta?$deltatoken=1', '/users/delta?$deltatoken=1'],
  ])('reduces %s', (link, expected) => {
    expect(toRelativeLink(link)).toBe(expected);
    expect(toRelativeLink(expected)).toBe(expected);
  });

  it.each(['https://graph.microsoft.com/beta/users', '//evil.example/v1.0/users', 'users', '', 'file:///v1.0/users'])(
    'refuses %j',
    (link) => {
      expect(() => toRelativeLink(link)).toThrow(/v1\.0 link/);
    },
  );
});

describe('describePath', () => {
  it('drops the query and user names, and keeps ids', () => {
    expect(describePath("/users/o'neil@x.example/manager?$select=id")).toBe('/users/…/manager');
    expect(describePath('/users/a%40x.example')).toBe('/users/…');
    expect(describePath('/groups/0aaaaaaa-0000-4000-8000-00000000000a/members')).toBe(
      '/groups/0aaaaaaa-0000-4000-8000-00000000000a/members',
    );
  });
});

describe('continuesDelta', () => {
  it.each([
    ['/users/delta?$deltatoken=abc', true],
    ['/groups/delta?$skiptoken=abc', true],
    ['/users/delta()?$select=id&%24deltatoken=abc', true],
    ['/users/delta?$select=id&$deltatoken=latest', false],
    ['/users/delta?$deltatoken=latestx', true],
    ['/users/delta?$select=id', false],
    ['/users?$skiptoken=abc', false],
  ])('%s: %s', (path, expected) => {
    expect(continuesDelta(path)).toBe(expected);
  });
});
