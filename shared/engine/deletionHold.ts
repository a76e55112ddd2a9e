import type { StagedDeletion } from '../model/deletion.ts';
import type { EngineDependencies } from './dependencies.ts';

type Given = Pick<EngineDependencies, 'job' | 'deletions'>;

/** Says for status and alerts that deletions wait for a person. The rows are written before. */
export async function noteHold(
  staged: { readonly runId: string; readonly stagedAt: string; readonly reason: string; readonly count: number },
  { job, logger }: Pick<EngineDependencies, 'job' | 'logger'>,
): Promise<void> {
  const earlier = (await job.read('deletionHold'))?.value;
  await job.write('deletionHold', {
    ...staged,
    since: earlier?.since ?? staged.stagedAt,
    count: staged.count + (earlier?.count ?? 0),
  });
  logger.event('deletionsStaged', { count: staged.count, runId: staged.runId });
}

/** Every deletion that waits for a decision. */
export async function readPending({ deletions }: Given): Promise<readonly StagedDeletion[]> {
  const pending: StagedDeletion[] = [];
  for await (const page of deletions.list({ decision: 'pending' })) pending.push(...page);
  return pending;
}

/** Makes the hold follow the rows, also where an instance died between writing the two. @returns what is pending */
export async function alignDeletionHold(dependencies: Given): Promise<readonly StagedDeletion[]> {
  const { job } = dependencies;
  const hold = await job.read('deletionHold');
  const pending = await readPending(dependencies);
  const [first] = pending;
  if (!first && hold) await job.remove('deletionHold');
  if (!first || hold) return pending;
  const times = pending.map(({ stagedAt }) => stagedAt).sort();
  const [since = first.stagedAt, stagedAt = since] = [times[0], times.at(-1)];
  const { runId } = pending.find((deletion) => deletion.stagedAt === stagedAt) ?? first;
  const reason = 'Deletions were over the limit and wait for approval.';
  await job.write('deletionHold', { since, stagedAt, runId, reason, count: pending.length });
  return pending;
}
