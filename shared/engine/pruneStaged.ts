import { type Change, messageIdOf } from '../model/change.ts';
import type { StagedDeletion } from '../model/deletion.ts';
import { isHandover } from './admitHandover.ts';
import { alignDeletionHold } from './deletionHold.ts';
import type { EngineDependencies } from './dependencies.ts';
import { entitlementOf } from './entitlementOf.ts';

/** Rows looked at in one round; with more of them, each has its turn in a later one. */
const LOOKS = 100;
const MINUTE_MS = 60_000;
/** Younger ones are left alone: what staged them may still be on its way through the queue. */
const REST_MS = 5 * MINUTE_MS;
/** An approved deletion that is still there after this time is enqueued again: whoever approved it died before the queue had it. */
const OVERDUE_MS = 15 * MINUTE_MS;

/**
 * The minute's look after staged deletions: those of people who are entitled again go, whatever was decided, so that nobody is
 * disabled later by an old approval. The worker withdraws most of them itself; these are the ones that it did not know of. A
 * handover goes the other way round: when the person who was to have the account is not entitled any more.
 */
export async function pruneStaged(runId: string, dependencies: EngineDependencies): Promise<void> {
  const { deletions, clock, queue } = dependencies;
  const staged: StagedDeletion[] = [];
  const now = clock.now().getTime();
  const hasRested = ({ stagedAt }: StagedDeletion) => now - Date.parse(stagedAt) >= REST_MS;
  for await (const page of deletions.list()) staged.push(...page.filter(hasRested));
  const settled: StagedDeletion[] = [];
  const overdue: StagedDeletion[] = [];
  for (const deletion of takeTurn(staged, now)) {
    if (await isObsolete(deletion, dependencies)) settled.push(deletion);
    else if (isOverdue(deletion, now)) overdue.push(deletion);
  }
  await deletions.remove(settled);
  await queue.send(
    overdue.map(({ kind, id }) => {
      const change: Change = { v: 1, kind, id, cause: 'onDemand', attempt: 0 };
      return { change, messageId: messageIdOf(change, runId) };
    }),
  );
  await alignDeletionHold(dependencies);
}

/** A different part each minute, so that every row comes up without anybody keeping count. */
function takeTurn(staged: readonly StagedDeletion[], now: number): readonly StagedDeletion[] {
  if (staged.length <= LOOKS) return staged;
  const rounds = Math.ceil(staged.length / LOOKS);
  const start = (Math.floor(now / MINUTE_MS) % rounds) * LOOKS;
  return staged.slice(start, start + LOOKS);
}

function isOverdue({ decision, decidedAt }: StagedDeletion, now: number): boolean {
  return decision === 'approved' && decidedAt !== null && now - Date.parse(decidedAt) > OVERDUE_MS;
}

/** What a group would lose only its own next look can tell, which withdraws it. */
async function isObsolete(deletion: StagedDeletion, dependencies: EngineDependencies): Promise<boolean> {
  if (deletion.kind === 'group') return false;
  return (await isEntitled(deletion.id, dependencies)) !== isHandover(deletion);
}

async function isEntitled(id: string, { source, scope, configuration, clock }: EngineDependencies): Promise<boolean> {
  const user = await source.readUser(id);
  if (!user) return false;
  const rows = configuration.scope.mode === 'all' ? [] : await scope.rowsOf('user', id);
  return entitlementOf(user, rows, clock.now(), configuration).entitled;
}
