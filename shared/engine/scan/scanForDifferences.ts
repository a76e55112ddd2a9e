import type { EngineDependencies } from '../dependencies.ts';
import { readState } from './readState.ts';
import { type GroupScan, scanGroups } from './scanGroups.ts';
import { scanUsers, type UserScan } from './scanUsers.ts';

export interface Scan extends UserScan {
  readonly groups: GroupScan;
}

/**
 * Reads Slack, our anchors and Entra whole, and finds where they disagree. Any read that fails or is short throws, so that a
 * half-read directory never looks like a small one.
 * @param explainExclusions also names those that are assigned and yet not provisioned
 * @param onPage called after each page of source users with the number read so far
 */
export async function scanForDifferences(
  explainExclusions: boolean,
  onPage: (scanned: number) => Promise<void>,
  dependencies: EngineDependencies,
): Promise<Scan> {
  const state = await readState(dependencies);
  const users = await scanUsers(state, explainExclusions, onPage, dependencies);
  return { ...users, groups: await scanGroups(state, explainExclusions, dependencies) };
}
