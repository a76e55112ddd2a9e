import type { Attributes } from '../model/attributes.ts';
import type { Entitlement } from '../model/entitlement.ts';
import type { ModifiedProperty } from '../model/outcome.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { compareAttributes, type RuleOf } from './compareAttributes.ts';

export type UserPlan =
  | { readonly action: 'create'; readonly attributes: Attributes }
  | {
      readonly action: 'update';
      readonly modified: readonly ModifiedProperty[];
      readonly activate: boolean;
    }
  | { readonly action: 'disable' }
  | { readonly action: 'nothing' }
  | { readonly action: 'skip'; readonly code: string; readonly reason: string }
  | { readonly action: 'fail'; readonly code: string; readonly reason: string };

/** The Slack account as far as it is known. */
export interface CurrentAccount {
  readonly active: boolean;
  readonly attributes: Attributes;
}

/** What is allowed at all (Entra: target object actions; `safety`). */
export interface UserPolicy {
  readonly actions: readonly ('create' | 'update' | 'disable')[];
  readonly leaver: 'disable' | 'ignore';
  readonly disabledInSlack: 'keep' | 'enable';
}

export interface LeaverFacts {
  readonly entitlement: Extract<Entitlement, { entitled: false }>;
  /** Whether the linked account is active in Slack; `undefined` without a link. */
  readonly active: boolean | undefined;
  readonly isProtected: boolean;
  readonly policy: UserPolicy;
}

/**
 * Someone who should not have an active account. The plan holds nothing but the disabling, so that no mapping,
 * validation or reference can stand in its way.
 *
 * | linked account | policy           | plan    |
 * |----------------|------------------|---------|
 * | none           | any              | skip    |
 * | inactive       | any              | nothing |
 * | active         | protected        | skip    |
 * | active         | leaver: ignore   | skip    |
 * | active         | no `disable`     | skip    |
 * | active         | else             | disable |
 */
export function planLeaver({ entitlement, active, isProtected, policy }: LeaverFacts): UserPlan {
  if (active === undefined) return { action: 'skip', code: entitlement.code, reason: entitlement.reason };
  if (!active) return { action: 'nothing' };
  if (isProtected) {
    return {
      action: 'skip',
      code: 'ProtectedAccount',
      reason: `${entitlement.reason} The account is listed in safety.protect and stays enabled.`,
    };
  }
  if (policy.leaver === 'ignore') {
    return {
      action: 'skip',
      code: entitlement.code,
      reason: `${entitlement.reason} Leavers are left alone because safety.leaver is "ignore".`,
    };
  }
  if (!policy.actions.includes('disable')) {
    return {
      action: 'skip',
      code: 'ActionNotAllowed',
      reason: `${entitlement.reason} Disabling is switched off in users.actions.`,
    };
  }
  return { action: 'disable' };
}

export interface MemberFacts {
  /** Mapped, canonical, references resolved. */
  readonly desired: Attributes;
  /** Values used when creating where `desired` has none. */
  readonly defaults: Attributes;
  readonly current: CurrentAccount | undefined;
  /** What we wrote last; empty for an account that is being adopted. */
  readonly snapshot: Attributes;
  /** We left the account active, so an inactive one was disabled by someone in Slack. */
  readonly leftActive: boolean;
  readonly ruleOf: RuleOf;
  readonly policy: UserPolicy;
}

/**
 * Someone who should have an active account.
 *
 * | current  | we left it | plan                                   |
 * |----------|------------|----------------------------------------|
 * | none     | -          | create (or skip, or fail: no userName/e-mail) |
 * | inactive | active     | skip `DisabledInSlack` unless configured |
 * | inactive | inactive   | update with `activate`                 |
 * | active   | any        | update what differs, or nothing        |
 */
export function planMember(facts: MemberFacts): UserPlan {
  const { desired, defaults, current, snapshot, ruleOf, policy } = facts;
  if (!current) return planCreation(desired, defaults, policy);
  if (!current.active && facts.leftActive && policy.disabledInSlack === 'keep') {
    return {
      action: 'skip',
      code: 'DisabledInSlack',
      reason:
        'Someone disabled the account in Slack; it is left alone. Set safety.disabledInSlack to "enable" to change that.',
    };
  }
  const modified = compareAttributes(desired, current.attributes, snapshot, ruleOf);
  const activate = !current.active;
  if (modified.length === 0 && !activate) return { action: 'nothing' };
  if (!policy.actions.includes('update')) {
    return { action: 'skip', code: 'ActionNotAllowed', reason: 'Updating is switched off in users.actions.' };
  }
  return { action: 'update', modified, activate };
}

function planCreation(desired: Attributes, defaults: Attributes, policy: UserPolicy): UserPlan {
  if (!policy.actions.includes('create')) {
    return { action: 'skip', code: 'ActionNotAllowed', reason: 'Creating is switched off in users.actions.' };
  }
  const attributes: Record<string, Attributes[string]> = {};
  for (const [target, value] of Object.entries({ ...desired })) {
    const filled = value ?? defaults[target] ?? null;
    if (filled !== null) attributes[target] = filled;
  }
  const missing = [TARGET.userName, TARGET.email].filter((target) => attributes[target] === undefined);
  if (missing.length > 0) {
    return {
      action: 'fail',
      code: 'MandatoryFieldsMissing',
      reason: `Slack requires ${missing.join(' and ')}, and the mapping gives no value. Fill the source attribute in Entra or map another one.`,
    };
  }
  return { action: 'create', attributes };
}
