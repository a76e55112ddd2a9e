import type { EngineDependencies } from '../engine/dependencies.ts';
import { createAnchorStore } from '../store/anchorStore.ts';
import { createBegunAuthorizations } from '../store/begunAuthorizations.ts';
import { createCycleStore } from '../store/cycleStore.ts';
import { createDeadLetterStore } from '../store/deadLetterStore.ts';
import { createDeletionStore } from '../store/deletionStore.ts';
import { createDirtyStore } from '../store/dirtyStore.ts';
import { createEscrowStore } from '../store/escrowStore.ts';
import { createInsightStore } from '../store/insightStore.ts';
import { createJobStore } from '../store/jobStore.ts';
import { createOnDemandStore } from '../store/onDemandStore.ts';
import { createProvisioningLog } from '../store/provisioningLog.ts';
import { createScopeStore } from '../store/scopeStore.ts';
import type { Tables } from '../store/tableClients.ts';
import { createUnannouncedStore } from '../store/unannouncedStore.ts';
import { createWaitingStore } from '../store/waitingStore.ts';

/** The stores of the engine, by the names under which it knows them. */
export type Stores = Pick<
  EngineDependencies,
  | 'anchors'
  | 'scope'
  | 'waiting'
  | 'escrows'
  | 'dirty'
  | 'deletions'
  | 'deadLetters'
  | 'unannounced'
  | 'log'
  | 'onDemand'
  | 'insightStore'
  | 'authorizations'
  | 'job'
  | 'cycles'
>;

/** Every store of the engine over the same tables. */
export function createStores(tables: Tables): Stores {
  return {
    anchors: createAnchorStore(tables),
    scope: createScopeStore(tables),
    waiting: createWaitingStore(tables),
    escrows: createEscrowStore(tables),
    dirty: createDirtyStore(tables),
    deletions: createDeletionStore(tables),
    deadLetters: createDeadLetterStore(tables),
    unannounced: createUnannouncedStore(tables),
    log: createProvisioningLog(tables),
    onDemand: createOnDemandStore(tables),
    insightStore: createInsightStore(tables),
    authorizations: createBegunAuthorizations(tables),
    job: createJobStore(tables),
    cycles: createCycleStore(tables),
  };
}
