import type { Entitlement } from '../model/entitlement.ts';
import type { MappedUser } from '../model/mapping.ts';
import type { ScopeRow, SourceUser } from '../model/source.ts';
import { decideEntitlement } from '../plan/decideEntitlement.ts';
import type { EngineConfiguration } from './dependencies.ts';
import { mappedInactive, rolesOf } from './provisionUser.ts';

export type JudgedUser = { readonly entitled: true; readonly mapped: MappedUser } | Refusal;

type Refusal = Extract<Entitlement, { entitled: false }>;

/**
 * Whether somebody should have an active account, the mapping of `active` included; and if so, what is to be in Slack.
 * @param isUpdate they have an account: without what only a creation writes
 */
export function entitlementOf(
  user: SourceUser,
  scopeRows: readonly Pick<ScopeRow, 'roles'>[],
  now: Date,
  { scope, users }: EngineConfiguration,
  isUpdate = false,
): JudgedUser {
  const view = { user, isSoftDeleted: false, appRoles: rolesOf(scopeRows) };
  const entitlement = decideEntitlement({
    user,
    mode: scope.mode,
    defaultAccess: scope.defaultAccess,
    scopeRows,
    passesFilters() {
      return users.passesFilters(view).passed;
    },
  });
  if (!entitlement.entitled) return entitlement;
  const mapped = users.mapping.map(view, { now, isUpdate });
  return mappedInactive(mapped) ?? { entitled: true, mapped };
}
