import type { StagedDeletion } from '../model/deletion.ts';
import type { DeletionHold } from '../model/job.ts';
import type { DeletionFilter } from '../ports/stores.ts';
import type { EngineDependencies } from './dependencies.ts';

/** What `GET /api/deletions` answers. */
export interface DeletionPage {
  /** Null while nothing waits for a decision. Its `runId` is what "all" has to be sent with. */
  readonly hold: DeletionHold | null;
  readonly items: readonly StagedDeletion[];
  /** Where the next page begins; null at the end. */
  readonly next: Pick<StagedDeletion, 'kind' | 'id'> | null;
}

/** Staged deletions, at most `limit` of them. */
export async function readDeletions(
  filter: DeletionFilter,
  limit: number,
  { deletions, job }: Pick<EngineDependencies, 'deletions' | 'job'>,
): Promise<DeletionPage> {
  // The hold first: what is staged between the two reads is shown and not covered by it, never the other way round.
  const hold = (await job.read('deletionHold'))?.value ?? null;
  const items: StagedDeletion[] = [];
  for await (const page of deletions.list(filter)) {
    items.push(...page);
    if (items.length > limit) break;
  }
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const next = items.length > limit && last ? { kind: last.kind, id: last.id } : null;
  return { hold, items: shown, next };
}
