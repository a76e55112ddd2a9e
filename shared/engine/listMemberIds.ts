import { isProvisioningError } from '../errors/provisioningError.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Groups whose members are read from Graph side by side. */
export const GROUPS_AT_ONCE = 8;

/** Entra ids of the users in a group, each once; or that the app may not see them, and how that is mended. */
export type MemberIds = ReadonlySet<string> | { readonly hidden: string };

/**
 * The users in a group, of nested groups too where that is configured. A group that was deleted has none. One whose members the
 * app may not see is no empty one: believing that would disable them, or empty the group in Slack.
 */
export async function listMemberIds(
  groupId: string,
  { source, configuration, logger }: Pick<EngineDependencies, 'source' | 'configuration' | 'logger'>,
): Promise<MemberIds> {
  const ids = new Set<string>();
  const transitive = configuration.scope.nestedGroups === 'expand';
  try {
    for await (const page of source.listGroupUserIds(groupId, { transitive })) for (const id of page) ids.add(id);
  } catch (error) {
    if (isProvisioningError(error, 'gone')) return new Set();
    if (!isProvisioningError(error) || error.code !== 'HiddenMembership') throw error;
    logger.warn(`Group ${groupId}: ${error.message} Who is in scope through it stays as it is.`);
    return { hidden: error.message };
  }
  return ids;
}

export function isHidden(members: MemberIds): members is { readonly hidden: string } {
  return 'hidden' in members;
}
