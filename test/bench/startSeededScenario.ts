import { createAnchorStore } from '../../shared/store/anchorStore.ts';
import { createScopeStore } from '../../shared/store/scopeStore.ts';
import { createTables } from '../../shared/store/tableClients.ts';
import { type Scenario, startScenario } from '../support/scenario.ts';
import { createSeededTables, type SeededTables } from '../support/seededTables.ts';
import { type SeedSize, seedProvisioned } from '../support/seedProvisioned.ts';

export interface SeededScenario {
  readonly scenario: Scenario;
  readonly seeded: SeededTables;
  /** Process of the function host. */
  readonly pid: number;
  /** Entra ids of the people. */
  readonly ids: readonly string[];
}

/**
 * The local stack with a company that has been provisioned, without Graph's own limits.
 * @param settings more environment of the function host
 */
export async function startSeededScenario(
  size: SeedSize,
  settings: Readonly<Record<string, string>> = {},
): Promise<SeededScenario> {
  const seeded = createSeededTables();
  const scenario = await startScenario({ interceptTables: seeded.intercept, appDown: true, settings });
  try {
    scenario.graph.faults.resourceUnitLimits = false;
    const { pid } = await scenario.startApp();
    const tables = createTables({ connectionString: scenario.tables.connectionString });
    const addGroup = (displayName: string, memberIds: readonly string[]) => {
      const id = scenario.addGroup(displayName, memberIds);
      scenario.assign(id);
      return id;
    };
    const place = {
      ...scenario,
      addGroup,
      anchor: (id: string, kind: 'user' | 'group') => createAnchorStore(tables).read(kind, id),
      scopeRowsOf: (id: string) => createScopeStore(tables).rowsOf('user', id),
    };
    const ids = await seedProvisioned(place, seeded, size);
    return { scenario, seeded, pid, ids };
  } catch (error) {
    await scenario.close();
    throw error;
  }
}
