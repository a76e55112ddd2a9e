import { type ErrorClass, isProvisioningError, ProvisioningError } from '../errors/provisioningError.ts';
import type { TargetGroup } from '../model/target.ts';
import type { Clock } from '../ports/clock.ts';
import type { GroupUpdate, Target } from '../ports/target.ts';
import type { ScimClient } from './http/createScimClient.ts';
import { createTurns } from './http/createTurns.ts';
import { unreadableAnswer } from './http/unreadableAnswer.ts';
import { listPages } from './listPages.ts';
import { readPage, search } from './readPage.ts';
import { portionsOf, splitGroupUpdate } from './splitGroupUpdate.ts';
import { readGroup, showsMembers } from './wire/readGroup.ts';
import type { WireFormat } from './wireFormat.ts';

type GroupRequests = Pick<
  Target,
  'readGroup' | 'findGroups' | 'createGroup' | 'updateGroup' | 'deleteGroup' | 'listGroups'
>;

const pathOf = (slackId: string): string => `/Groups/${encodeURIComponent(slackId)}`;

/** True when the group is as an update meant it. */
function isAsWritten(group: TargetGroup, { displayName, add, remove }: GroupUpdate): boolean {
  if (displayName !== undefined && group.displayName !== displayName) return false;
  const members = new Set(group.memberIds);
  const removed = new Set(remove);
  return !remove.some((id) => members.has(id)) && add.every((id) => members.has(id) || removed.has(id));
}

/** An error of a later request of several: whatever it says, the earlier ones have changed the group. */
function afterPartialWrite(error: unknown, asClass?: ErrorClass, existingId?: string): unknown {
  if (!isProvisioningError(error)) return error;
  return new ProvisioningError(asClass ?? error.class, error.code, error.message, {
    ...(error.until === undefined ? {} : { until: error.until }),
    ...(existingId === undefined ? {} : { existingId }),
    lostAnswer: true,
    cause: error,
  });
}

/** What `Target` asks of `/Groups`. */
export function createGroupRequests(client: ScimClient, wire: WireFormat, clock: Clock): GroupRequests {
  // Slack refuses a second write to a group while the first one runs (`resource_locked`).
  const inTurn = createTurns();

  async function fetchGroup(slackId: string): Promise<TargetGroup> {
    const { json } = await client.send({ operation: 'readGroup', method: 'GET', path: pathOf(slackId) });
    const group = readGroup(json);
    if (!group) throw unreadableAnswer('a group', false);
    return group;
  }

  async function writeUpdate(slackId: string, update: GroupUpdate): Promise<TargetGroup | undefined> {
    let answer: unknown;
    for (const [index, part] of splitGroupUpdate(update).entries()) {
      const body = wire.updateGroupBody(part);
      try {
        answer = (await client.send({ operation: 'updateGroup', method: 'PATCH', path: pathOf(slackId), body })).json;
      } catch (error) {
        throw index === 0 ? error : afterPartialWrite(error);
      }
    }
    const group = showsMembers(answer) ? readGroup(answer) : undefined;
    return group && isAsWritten(group, update) ? group : undefined;
  }

  /** The group is there by now, so that whoever tries again has to find it and must not create a second one. */
  async function addRemaining(slackId: string, add: readonly string[]): Promise<TargetGroup> {
    try {
      return (await inTurn(slackId, () => writeUpdate(slackId, { add, remove: [] }))) ?? (await fetchGroup(slackId));
    } catch (error) {
      throw afterPartialWrite(error, 'retry', slackId);
    }
  }

  return {
    async readGroup(slackId) {
      try {
        return await fetchGroup(slackId);
      } catch (error) {
        if (isProvisioningError(error, 'gone')) return undefined;
        throw error;
      }
    },

    async findGroups(displayName) {
      const nameOf = (text: string): string => text.trim().toLowerCase();
      const groups = await search(client, 'Groups', 'displayName', displayName.trim(), readGroup);
      return groups.filter((group) => nameOf(group.displayName) === nameOf(displayName));
    },

    async createGroup({ displayName, memberIds }) {
      const [first = [], ...rest] = portionsOf(memberIds);
      const body = wire.createGroupBody({ displayName: displayName.trim(), memberIds: first });
      const { json } = await client.send({ operation: 'createGroup', method: 'POST', path: '/Groups', body });
      const group = readGroup(json);
      if (!group) throw unreadableAnswer('a group', true);
      return rest.length === 0 ? group : addRemaining(group.slackId, rest.flat());
    },

    updateGroup: (slackId, { displayName, add, remove }) => {
      const name = displayName === undefined ? {} : { displayName: displayName.trim() };
      return inTurn(slackId, () => writeUpdate(slackId, { ...name, add, remove }));
    },

    deleteGroup: (slackId) =>
      inTurn(slackId, async () => {
        await client.send({ operation: 'deleteGroup', method: 'DELETE', path: pathOf(slackId) });
      }),

    listGroups: () =>
      listPages((startIndex, count) => readPage(client, 'Groups', { startIndex, count }, readGroup), clock, 'groups'),
  };
}
