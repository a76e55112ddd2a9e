import { describe, expect, it } from 'vitest';
import { useSlackSimulator, V1_CORE } from './callSlackSimulator.ts';

const slack = useSlackSimulator();

function seed(count: number): void {
  for (let index = 0; index < count; index += 1) {
    slack.simulator.workspace.seedUser({ userName: `user${index}`, email: `user${index}@example.com` });
  }
}

const namesOf = (body: { readonly Resources: readonly { readonly userName: string }[] }) =>
  body.Resources.map(({ userName }) => userName);

describe('rule 6: listings', () => {
  it('answer ten users by default, 1-based, oldest first, with itemsPerPage as the number returned', async () => {
    seed(12);
    const first = await slack.call('GET', '/v2/Users');
    expect(first.body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 12,
      itemsPerPage: 10,
      startIndex: 1,
    });
    const last = await slack.call('GET', '/v1/Users?startIndex=11&count=5');
    expect(last.body).toMatchObject({ schemas: [V1_CORE], totalResults: 12, itemsPerPage: 2, startIndex: 11 });
    expect(namesOf(last.body)).toEqual(['user10', 'user11']);
  });

  it('hold bots, guests and deactivated users', async () => {
    slack.seedAda({ kind: 'bot' });
    slack.seedAda({ userName: 'b', email: 'b@example.com', active: false });
    expect((await slack.call('GET', '/v2/Users')).body.totalResults).toBe(2);
  });

  it.each([
    ['count=0', 0],
    ['count=-3', 0],
    ['startIndex=0&count=2', 2],
    ['startIndex=99', 0],
    ['count=many', 3],
  ])('with %s answer %i rows', async (query, rows) => {
    seed(3);
    const { status, body } = await slack.call('GET', `/v2/Users?${query}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 3, itemsPerPage: rows });
    expect(body.Resources).toHaveLength(rows);
  });

  it('refuse a sort order that is neither ascending nor descending', async () => {
    expect((await slack.call('GET', '/v2/Users?sortOrder=up')).body.detail).toBe('invalid_sort_order');
  });

  it('give no more than 1000 rows, page through 100,000 users, and find one by address without a scan', async () => {
    seed(100_000);
    const { body } = await slack.call('GET', '/v2/Users?count=5000&startIndex=99001');
    expect(body).toMatchObject({ totalResults: 100_000, itemsPerPage: 1000 });
    expect((await slack.call('GET', '/v2/Users?count=5000')).body.itemsPerPage).toBe(1000);
    // A scan reads `users()`; an index doesn't.
    slack.simulator.workspace.users = () => {
      throw new Error('scanned');
    };
    for (const filter of [
      'email eq "USER77777@example.com"',
      'userName eq "user77777"',
      'email eq "x@y.z" or userName eq "user77777" and email sw "user"',
    ]) {
      expect(namesOf((await slack.find(filter)).body)).toEqual(['user77777']);
    }
  });
});

describe('rule 7: filters', () => {
  const people = () => {
    slack.seedAda({ secondaryEmail: 'home@example.org' });
    slack.seedAda({ userName: 'bob', email: 'bob@example.com', active: false });
    slack.seedAda({ userName: 'carly', email: 'carly@example.net', guest: { type: 'multi', expiration: null } });
    slack.seedAda({ userName: 'dan', email: "o'dan@example.com", guest: { type: 'single', expiration: null } });
  };

  it.each([
    ['userName eq "ada"', ['ada']],
    ['USERNAME EQ "Carly"', ['carly']],
    ["username eq 'bob'", ['bob']],
    ['email eq bob@example.com', ['bob']],
    ['email Eq "BOB@example.com"', ['bob']],
    ['emails eq "home@example.org"', ['ada']],
    ['emails.value eq "ada@example.com"', ['ada']],
    ['email eq "o\'dan@example.com"', ['dan']],
    ['email co "example.com"', ['ada', 'bob', 'dan']],
    ['email sw "b"', ['bob']],
    ['userName pr', ['ada', 'bob', 'carly', 'dan']],
    ['userName gt "bob"', ['carly', 'dan']],
    ['userName ge "bob" and userName le "carly"', ['bob', 'carly']],
    ['userName lt "bob"', ['ada']],
    ['userName eq "ada" or userName eq "bob"', ['ada', 'bob']],
    ['userName eq "ada" or userName eq "bob" and email eq "x@y.z"', ['ada']],
    ['(userName eq "ada" or userName eq "bob") and email sw "b"', ['bob']],
    ['restricted eq 1', ['carly']],
    ["ultra_restricted eq '1'", ['dan']],
    ['userName eq "nobody"', []],
  ])('%s finds %o on both versions', async (filter, names) => {
    people();
    for (const version of ['v1', 'v2']) {
      const { status, body } = await slack.find(filter, version);
      expect(status).toBe(200);
      expect(namesOf(body)).toEqual(names);
      expect(body.totalResults).toBe(names.length);
    }
  });

  it.each([
    ['foo', 'no_filters (is_aggregate_call=1)'],
    ['', 'no_filters (is_aggregate_call=1)'],
    ['userName eq', 'incomplete_filter'],
    ['userName  eq "ada"', 'incomplete_filter'],
    ['userName eq "ada', 'incomplete_filter'],
    ['userName eq "ada" and', 'incomplete_filter'],
    ['userName eq "ada" email eq "x"', 'incomplete_filter'],
    ['(userName eq "ada"', 'invalid_filter_group'],
    ['userName eq "ada")', 'invalid_filter_group'],
    ['userName ne "ada"', 'invalid_query'],
    ['externalId eq "ada"', 'invalid_query'],
    ['active eq true', 'invalid_query'],
    ['restricted gt 1', 'query_building_failed'],
  ])('%s is refused as %s', async (filter, message) => {
    people();
    const v2 = await slack.find(filter);
    expect(v2.status).toBe(400);
    expect(v2.body.detail).toBe(message);
    expect((await slack.find(filter, 'v1')).body).toEqual({ Errors: { description: message, code: 400 } });
  });

  it('page over what they found', async () => {
    people();
    const { body } = await slack.call(
      'GET',
      `/v2/Users?filter=${encodeURIComponent('email co "@"')}&startIndex=2&count=2`,
    );
    expect(namesOf(body)).toEqual(['bob', 'carly']);
    expect(body.totalResults).toBe(4);
  });
});
