import type { Change } from '../model/change.ts';
import type { Entitlement } from '../model/entitlement.ts';
import type { MappedUser } from '../model/mapping.ts';
import type { Outcome } from '../model/outcome.ts';
import type { AppRole, ScopeRow, SourceUser } from '../model/source.ts';
import { DEFAULT_ACCESS_ROLE_ID } from '../model/source.ts';
import type { SourceView } from '../model/sourceAttributes.ts';
import { decideEntitlement, decidePresence } from '../plan/decideEntitlement.ts';
import { scopeTestsOf } from '../plan/scopeTests.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { Delivery } from './provision.ts';
import { provisionLeaver } from './provisionLeaver.ts';
import { provisionMember } from './provisionMember.ts';
import type { Trace } from './trace.ts';

/** One user through the one path; see `provision`. */
export async function provisionUser(
  change: Change,
  delivery: Delivery,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome | undefined> {
  const { configuration, source, anchors, scope, clock } = dependencies;
  const anchor = await anchors.read('user', change.id);
  trace.anchor = anchor;
  const rowsOfUser = () => scope.rowsOf('user', change.id);
  const knownRows = anchor ? undefined : await rowsOfUser();
  const unknown = configuration.scope.mode === 'assigned' && knownRows?.length === 0;
  // A retry may be about an account that was created and never linked.
  if (unknown && change.cause !== 'onDemand' && change.cause !== 'retry') return undefined;

  const user = await source.readUser(change.id);
  importStep(user, trace);
  // Why somebody was in scope is of no interest once they have gone, and spares a table operation then.
  const scopeRows = knownRows ?? (decidePresence(user) ? [] : await rowsOfUser());
  const view: SourceView | undefined = user && { user, isSoftDeleted: false, appRoles: rolesOf(scopeRows) };
  const entitlement = entitle(user, view, scopeRows, trace, dependencies);
  if (!entitlement.entitled)
    return provisionLeaver({ change, delivery, user, anchor, entitlement }, trace, dependencies);

  const mapped = configuration.users.mapping.map(view as SourceView, { now: clock.now() });
  const inactive = mappedInactive(mapped);
  if (inactive) return provisionLeaver({ change, delivery, user, anchor, entitlement: inactive }, trace, dependencies);
  return provisionMember({ change, delivery, user: user as SourceUser, anchor, mapped }, trace, dependencies);
}

function importStep(user: SourceUser | undefined, trace: Trace): void {
  if (!user) {
    trace.add('import', 'success', { state: 'purged' });
    return;
  }
  const { displayName, userPrincipalName, mail } = user.properties;
  trace.displayName = typeof displayName === 'string' ? displayName : null;
  trace.userPrincipalName = typeof userPrincipalName === 'string' ? userPrincipalName : null;
  trace.mail = typeof mail === 'string' ? mail : null;
  const { state, managerId } = user;
  // The manager is somebody else, whose name and numbers are no part of this person's log.
  const { manager: _, ...properties } = user.properties;
  trace.add('import', 'success', { state, managerId, properties });
}

function entitle(
  user: SourceUser | undefined,
  view: SourceView | undefined,
  scopeRows: readonly ScopeRow[],
  trace: Trace,
  { configuration }: EngineDependencies,
): Entitlement {
  let filterDetails: unknown;
  const { mode, defaultAccess } = configuration.scope;
  const facts = { user, mode, defaultAccess, scopeRows };
  const entitlement = decideEntitlement({
    ...facts,
    passesFilters: () => {
      if (!view) return false;
      const result = configuration.users.passesFilters(view);
      filterDetails = result.details;
      return result.passed;
    },
  });
  trace.add('scoping', entitlement.entitled ? 'success' : 'skipped', {
    tests: scopeTestsOf(facts, entitlement),
    through: scopeRows.map((row) => (row.principalId === row.sourceId ? 'direct' : `group ${row.principalId}`)),
    ...(filterDetails === undefined ? {} : { filters: filterDetails }),
    ...(entitlement.entitled ? {} : { code: entitlement.code, reason: entitlement.reason }),
  });
  return entitlement;
}

/** A custom `active` mapping may say "not active" of someone who is otherwise entitled. */
export function mappedInactive(mapped: MappedUser): Extract<Entitlement, { entitled: false }> | undefined {
  const activeFailed = mapped.failures.some(({ target }) => target === 'active');
  if (mapped.active || activeFailed || mapped.ignoreObject) return undefined;
  return { entitled: false, code: 'MappedInactive', reason: 'The mapping of "active" gives False.' };
}

/** The roles of all assignments, once each, without Default Access. */
export function rolesOf(rows: readonly Pick<ScopeRow, 'roles'>[]): readonly AppRole[] {
  const byId = new Map<string, AppRole>();
  for (const role of rows.flatMap((row) => row.roles)) {
    if (role.id !== DEFAULT_ACCESS_ROLE_ID) byId.set(role.id, role);
  }
  return [...byId.values()];
}
