import type { Change } from '../../model/change.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { lookTogether } from './lookTogether.ts';

/**
 * Where members of nested groups count, a change of a nested one changes every group around it: those that are assigned or
 * provisioned are looked at again, and they rouse nobody, so that groups within each other come to an end.
 */
export async function rouseParents({ id, cause }: Change, dependencies: EngineDependencies): Promise<void> {
  const { configuration, source, anchors, scope } = dependencies;
  if (configuration.scope.nestedGroups !== 'expand') return;
  if (cause !== 'notification' && cause !== 'delta') return;
  const parents = await source.listParentGroupIds({ kind: 'group', id }, { transitive: true });
  const linked = await anchors.linksOf('group', parents);
  const concerned: string[] = [];
  for (const parent of parents) {
    if (linked.has(parent) || (await scope.rowsOf('group', parent)).length > 0) concerned.push(parent);
  }
  await lookTogether(concerned, `n-${id.slice(0, 8)}`, dependencies);
}
