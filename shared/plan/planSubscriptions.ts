import type { Subscription } from '../model/job.ts';

export type SubscribedResource = 'users' | 'groups';

export interface WantedSubscriptions {
  readonly resources: readonly SubscribedResource[];
  readonly notificationUrl: string;
  readonly now: Date;
  /** How long a new or renewed subscription lives. */
  readonly lifetimeMs: number;
  /** A subscription that expires within this time is renewed. */
  readonly renewBeforeMs: number;
  /** Ours were made with another `clientState`, which Graph cannot change: they are made anew. */
  readonly isSecretChanged: boolean;
}

export interface SubscriptionPlan {
  readonly create: readonly { readonly resource: SubscribedResource; readonly expiresAt: Date }[];
  /** When Graph answers `gone`, it has expired meanwhile: create one for the same resource. */
  readonly renew: readonly {
    readonly id: string;
    readonly resource: SubscribedResource;
    readonly expiresAt: Date;
  }[];
  readonly delete: readonly { readonly id: string }[];
}

/** 41,000 minutes: just below Graph's maximum of 41,760 for users and groups. */
export const SUBSCRIPTION_LIFETIME_MS = 41_000 * 60_000;

const RESOURCES: readonly SubscribedResource[] = ['users', 'groups'];

/**
 * What to do so that each wanted resource has exactly one subscription of ours that is far from its expiry. Ours are those
 * on all users or all groups with our notification URL; others are left alone.
 *
 * @param existing every subscription of the app
 */
export function planSubscriptions(existing: readonly Subscription[], wanted: WantedSubscriptions): SubscriptionPlan {
  const expiresAt = new Date(wanted.now.getTime() + wanted.lifetimeMs);
  const renewFrom = wanted.now.getTime() + wanted.renewBeforeMs;
  const plan = { create: [], renew: [], delete: [] } as {
    -readonly [Key in keyof SubscriptionPlan]: SubscriptionPlan[Key][number][];
  };
  for (const resource of RESOURCES) {
    const ours = ownSubscriptions(existing, resource, wanted.notificationUrl);
    const isKept = wanted.resources.includes(resource) && !wanted.isSecretChanged;
    const [kept, ...superfluous] = isKept ? ours : [undefined, ...ours];
    plan.delete.push(...superfluous.flatMap((one) => (one ? [{ id: one.id }] : [])));
    if (!wanted.resources.includes(resource)) continue;
    if (!kept) plan.create.push({ resource, expiresAt });
    else if (Date.parse(kept.expiresAt) <= renewFrom) plan.renew.push({ id: kept.id, resource, expiresAt });
  }
  return plan;
}

/** Our subscriptions to a resource, the one that lives longest first: that one is kept. */
export function ownSubscriptions(
  existing: readonly Subscription[],
  resource: SubscribedResource,
  notificationUrl: string,
): readonly Subscription[] {
  return existing
    .filter((one) => one.notificationUrl === notificationUrl && resourceOf(one) === resource)
    .toSorted((a, b) => Date.parse(b.expiresAt) - Date.parse(a.expiresAt) || (a.id < b.id ? -1 : 1));
}

/** Graph takes and shows a resource with or without a leading slash, in any case. */
function resourceOf({ resource }: Subscription): string {
  return resource.replace(/^\/+/, '').toLowerCase();
}
