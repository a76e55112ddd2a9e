import type { Settings } from '../config/settings.ts';
import type { JobStore } from '../ports/stores.ts';
import { createJobStore } from '../store/jobStore.ts';
import { createTables, type Tables } from '../store/tableClients.ts';
import { withIdentity } from './credential.ts';

/** The tables, and the one store that is needed without the others. */
export interface OpenTables {
  readonly tables: Tables;
  readonly job: JobStore;
}

export async function openTables(settings: Settings): Promise<OpenTables> {
  const tables = createTables(await withIdentity(settings.tables, settings));
  return { tables, job: createJobStore(tables) };
}
