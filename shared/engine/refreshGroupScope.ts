import type { Change } from '../model/change.ts';
import type { Outcome } from '../model/outcome.ts';
import type { EngineDependencies } from './dependencies.ts';
import { syncGroupMembers } from './syncScope.ts';
import type { Trace } from './trace.ts';

/**
 * A group changed: if it is (or was) assigned, its members' scope rows follow, and every member whose rows changed is
 * enqueued. The notification's `members@delta` is only a hint; the members are read again.
 */
export async function refreshGroupScope(
  change: Change,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome | undefined> {
  const { scope, configuration, clock } = dependencies;
  if (configuration.scope.mode === 'all') return undefined;
  const [row] = await scope.rowsOf('group', change.id);
  if (!row && !(await hasLedger(change.id, dependencies))) return undefined;
  const runId = `d-${clock.now().getTime().toString(36)}-${change.id.slice(0, 8)}`;
  const changed = await syncGroupMembers(change.id, row?.roles, { runId }, dependencies);
  trace.add('scoping', 'success', { assigned: row !== undefined, membersChanged: changed });
  return trace.end('unchanged');
}

async function hasLedger(groupId: string, { scope }: EngineDependencies): Promise<boolean> {
  for await (const rows of scope.ledger(groupId)) if (rows.length > 0) return true;
  return false;
}
