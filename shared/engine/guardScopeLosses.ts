import type { ScopeRow } from '../model/source.ts';
import { isEffectivelyAssigned } from '../plan/decideEntitlement.ts';
import { deletionsLeft } from './deletionBudget.ts';
import type { EngineDependencies } from './dependencies.ts';
import { guardRemovals, type RemovalRun } from './guardRemovals.ts';

/**
 * Guards people whose scope rows are about to go, before they do. Most of them may keep their account through another row,
 * which is looked up only when the plain number of rows is too high.
 * @param losses rows of users that stop giving access
 */
export async function guardScopeLosses(
  losses: readonly ScopeRow[],
  run: RemovalRun,
  dependencies: EngineDependencies,
): Promise<void> {
  if (losses.length === 0) return;
  if (!run.isDoubtful && losses.length <= (await deletionsLeft(dependencies))) return;
  const leavers = [...(await losingLastRow(losses, dependencies))];
  const why = { code: 'NotEffectivelyEntitled', reason: 'The assignment that gave access is gone.' };
  await guardRemovals(
    leavers.map((id) => ({ id, ...why })),
    run,
    dependencies,
  );
}

async function losingLastRow(
  losses: readonly ScopeRow[],
  { scope, configuration }: EngineDependencies,
): Promise<ReadonlySet<string>> {
  const keyOf = ({ sourceId, principalId }: ScopeRow) => `${sourceId}~${principalId}`;
  const lost = new Set(losses.map(keyOf));
  const leavers = new Set(losses.map(({ sourceId }) => sourceId));
  for await (const page of scope.list('user')) {
    for (const row of page) {
      if (lost.has(keyOf(row))) continue;
      if (isEffectivelyAssigned([row], configuration.scope.defaultAccess)) leavers.delete(row.sourceId);
    }
  }
  return leavers;
}
