import { randomUUID } from 'node:crypto';
import type { StagedDeletion } from '../../../shared/model/deletion.ts';
import type { EngineBench } from '../../support/engineBench.ts';

/** People with an account that we manage, put there without the way through the queue. */
export async function addManaged(bench: EngineBench, count: number): Promise<readonly string[]> {
  const add = async (): Promise<string> => {
    const name = `p${randomUUID().slice(0, 8)}`;
    const email = `${name}@contoso.example`;
    const id = bench.addPerson({ userPrincipalName: email });
    const { id: slackId } = bench.slack.workspace.seedUser({ userName: name, email });
    await bench.app.anchors.claim({
      ...{ kind: 'user', sourceId: id, slackId, matchedBy: 'email', active: true, lastOutcome: 'adopted' },
      ...{ snapshot: {}, references: {}, uncertain: false, disabledInSlack: false, retired: false },
      updatedAt: bench.app.clock.now().toISOString(),
    });
    return id;
  };
  return Promise.all(Array.from({ length: count }, add));
}

/** Accounts in Slack that are not active. */
export function disabledCount(bench: EngineBench): number {
  return bench.slack.workspace.users().filter(({ active }) => !active).length;
}

export async function stagedIn(bench: EngineBench): Promise<readonly StagedDeletion[]> {
  const staged: StagedDeletion[] = [];
  for await (const page of bench.app.deletions.list()) staged.push(...page);
  return staged;
}

export async function holdIn(bench: EngineBench) {
  return (await bench.app.job.read('deletionHold'))?.value;
}
