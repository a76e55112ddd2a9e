import type { ObjectKind } from '../model/change.ts';
import type { Entitlement } from '../model/entitlement.ts';
import { DEFAULT_ACCESS_ROLE_ID, type ScopeRow, type SourceUser } from '../model/source.ts';

/** What decides about an object that is there. */
export interface ScopeFacts {
  readonly mode: 'assigned' | 'all';
  readonly defaultAccess: 'exclude' | 'include';
  readonly scopeRows: readonly Pick<ScopeRow, 'roles'>[];
  /** Result of the attribute filters; asked only when everything else holds. */
  readonly passesFilters: () => boolean;
}

export interface EntitlementFacts extends ScopeFacts {
  /** `undefined`: purged, or never there. */
  readonly user: SourceUser | undefined;
}

/** True when at least one assignment gives more than Default Access, or Default Access counts. */
export function isEffectivelyAssigned(
  rows: readonly Pick<ScopeRow, 'roles'>[],
  defaultAccess: 'exclude' | 'include',
): boolean {
  if (defaultAccess === 'include') return rows.length > 0;
  return rows.some((row) => row.roles.some((role) => role.id !== DEFAULT_ACCESS_ROLE_ID));
}

type Refusal = Extract<Entitlement, { entitled: false }>;

/** What the person's own state says before anybody asks about assignments; `undefined`: nothing stands in the way. */
export function decidePresence(user: SourceUser | undefined): Refusal | undefined {
  if (!user) return no('HardDeleted', 'The user no longer exists in Entra, not even in the recycle bin.');
  if (user.state === 'softDeleted') return no('SoftDeleted', 'The user is in the Entra recycle bin.');
  if (user.properties.accountEnabled === false) return no('AccountDisabled', 'The account is disabled in Entra.');
  return undefined;
}

/**
 * Entra's `IsSoftDeleted`, inverted and with its reason: a person is entitled while present, enabled, assigned with a
 * role that counts and inside the scoping filters (customize-application-attributes, "IsSoftDeleted").
 */
export function decideEntitlement(facts: EntitlementFacts): Entitlement {
  return decidePresence(facts.user) ?? decideScope('user', facts);
}

/** Whether an object that is there is assigned with a role that counts, and inside the scoping filters. */
export function decideScope(
  kind: ObjectKind,
  { mode, defaultAccess, scopeRows, passesFilters }: ScopeFacts,
): Entitlement {
  if (mode === 'assigned') {
    if (scopeRows.length === 0) return no('NotEffectivelyEntitled', `The ${kind} is not assigned to the application.`);
    if (!isEffectivelyAssigned(scopeRows, defaultAccess)) {
      return no(
        'NotEffectivelyEntitled',
        `The ${kind} is assigned with the Default Access role only, which does not count. Assign another role, or set scope.defaultAccess to "include".`,
      );
    }
  }
  if (!passesFilters()) return no('OutOfScope', `The ${kind} does not pass any scoping filter.`);
  return { entitled: true };
}

/** A refusal with its reason, for people. */
export function no(code: Refusal['code'], reason: string): Refusal {
  return { entitled: false, code, reason };
}
