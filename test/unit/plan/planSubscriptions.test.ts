import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../../shared/model/job.ts';
import {
  ownSubscriptions,
  planSubscriptions,
  SUBSCRIPTION_LIFETIME_MS,
} from '../../../shared/plan/planSubscriptions.ts';

const now = new Date('2026-11-01T00:00:00Z');
const notificationUrl = 'https://app.example/api/graph/notifications';
const wanted = {
  resources: ['users', 'groups'] as const,
  notificationUrl,
  now,
  lifetimeMs: SUBSCRIPTION_LIFETIME_MS,
  renewBeforeMs: 86_400_000,
  isSecretChanged: false,
};
const expiresAt = new Date('2026-11-29T11:20:00Z');

function subscription(id: string, resource: string, expires: string, url = notificationUrl): Subscription {
  return { id, resource, expiresAt: `${expires}T00:00:00.000Z`, notificationUrl: url };
}

describe('planSubscriptions', () => {
  it('creates what is missing', () => {
    expect(planSubscriptions([], wanted)).toEqual({
      create: [
        { resource: 'users', expiresAt },
        { resource: 'groups', expiresAt },
      ],
      renew: [],
      delete: [],
    });
  });

  it('does nothing while ours are far from their expiry', () => {
    const existing = [subscription('u', 'users', '2026-11-20'), subscription('g', '/Groups', '2026-11-20')];
    expect(planSubscriptions(existing, wanted)).toEqual({ create: [], renew: [], delete: [] });
  });

  it('renews one that expires soon, exactly at the limit too, or has expired', () => {
    const existing = [subscription('u', 'users', '2026-11-02'), subscription('g', 'groups', '2026-10-30')];
    expect(planSubscriptions(existing, wanted)).toEqual({
      create: [],
      renew: [
        { id: 'u', resource: 'users', expiresAt },
        { id: 'g', resource: 'groups', expiresAt },
      ],
      delete: [],
    });
  });

  it('keeps the one that lives longest and deletes its duplicates', () => {
    const existing = [
      subscription('old', 'users', '2026-11-05'),
      subscription('new', 'users', '2026-11-20'),
      subscription('g', 'groups', '2026-11-20'),
    ];
    expect(planSubscriptions(existing, wanted)).toEqual({ create: [], renew: [], delete: [{ id: 'old' }] });
  });

  it("leaves others' subscriptions alone: another URL, or a part of users and groups", () => {
    const existing = [
      subscription('u', 'users', '2026-11-20'),
      subscription('g', 'groups', '2026-11-20'),
      subscription('x', 'users', '2026-11-02', 'https://other.example'),
      subscription('y', 'groups/1/members', '2026-11-02'),
    ];
    expect(planSubscriptions(existing, wanted)).toEqual({ create: [], renew: [], delete: [] });
  });

  it('deletes ours on a resource that is no longer wanted', () => {
    const existing = [subscription('u', 'users', '2026-11-20'), subscription('g', 'groups', '2026-11-20')];
    expect(planSubscriptions(existing, { ...wanted, resources: ['users'] })).toEqual({
      create: [],
      renew: [],
      delete: [{ id: 'g' }],
    });
  });

  it('makes ours anew when the secret has changed, which Graph cannot change in place', () => {
    const existing = [
      subscription('a', 'users', '2026-11-25'),
      subscription('b', 'groups', '2026-11-25'),
      subscription('c', 'users', '2026-11-25', 'https://other.example'),
    ];
    expect(planSubscriptions(existing, { ...wanted, isSecretChanged: true })).toEqual({
      delete: [{ id: 'a' }, { id: 'b' }],
      create: [
        { resource: 'users', expiresAt },
        { resource: 'groups', expiresAt },
      ],
      renew: [],
    });
  });

  it('stays below the longest life that Graph permits', () => {
    expect(SUBSCRIPTION_LIFETIME_MS).toBeLessThan(41_760 * 60_000);
  });
});

describe('ownSubscriptions', () => {
  it('puts the one that is kept first: of several of ours, the one that lives longest', () => {
    const one = (id: string, day: string, notificationUrl = 'https://ours.example/api') => ({
      id,
      resource: '/users',
      expiresAt: `2026-02-${day}T00:00:00Z`,
      notificationUrl,
    });
    const existing = [one('old', '01'), one('theirs', '09', 'https://theirs.example/api'), one('new', '05')];
    const ids = ownSubscriptions(existing, 'users', 'https://ours.example/api').map(({ id }) => id);
    expect(ids).toEqual(['new', 'old']);
  });
});
