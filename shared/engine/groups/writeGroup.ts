import { isProvisioningError } from '../../errors/provisioningError.ts';
import type { StoredAnchor } from '../../model/anchor.ts';
import type { GroupUpdate } from '../../ports/target.ts';
import type { EngineDependencies } from '../dependencies.ts';
import type { Trace } from '../trace.ts';

/** Slack refuses a whole request for one of these: unknown, deactivated and guest accounts (slack-scim, error names). */
const MEMBER_REFUSALS: ReadonlySet<string> = new Set([
  'no_such_group_members',
  'unable_to_add_deleted_or_guest_to_group',
]);

export interface WrittenGroup {
  /** Slack ids that Slack does not take into the group. */
  readonly refused: readonly string[];
  /** Slack's answer does not show what was written. */
  readonly isDoubtful: boolean;
}

/** Slack does not take one or more of the members. */
export function isMemberRefusal(error: unknown): boolean {
  return isProvisioningError(error) && MEMBER_REFUSALS.has(error.code);
}

/**
 * Writes an update of a group: one request where Slack takes it. Whether Slack writes a part of a request that it refuses is not
 * documented, so after a refusal everything is sent again, in halves, until those whom it is about are found; adding a member
 * twice changes nothing. A group that is full makes room before it is filled. When an answer is lost, the anchor says so before
 * anybody plans from the snapshot again.
 */
export async function writeGroup(
  anchor: StoredAnchor,
  update: GroupUpdate,
  trace: Trace,
  { target, anchors }: EngineDependencies,
): Promise<WrittenGroup> {
  const { slackId } = anchor;
  let hasWritten = false;

  async function send(part: GroupUpdate): Promise<WrittenGroup> {
    const answer = await target.updateGroup(slackId, part);
    hasWritten = true;
    return { refused: [], isDoubtful: answer === undefined };
  }

  async function write(part: GroupUpdate): Promise<WrittenGroup> {
    if (isEmpty(part)) return { refused: [], isDoubtful: false };
    try {
      return await send(part);
    } catch (error) {
      const { add, ...rest } = part;
      if (add.length === 0) throw error;
      if (isProvisioningError(error) && error.code === 'group_member_max_exceeded' && !isEmpty({ ...rest, add: [] })) {
        return joined(await write({ ...rest, add: [] }), await write({ add, remove: [] }));
      }
      if (!isMemberRefusal(error)) throw error;
      if (add.length === 1) return joined(await write({ ...rest, add: [] }), { refused: add, isDoubtful: false });
      const middle = Math.ceil(add.length / 2);
      const first = await write({ ...rest, add: add.slice(0, middle) });
      return joined(first, await write({ add: add.slice(middle), remove: [] }));
    }
  }

  try {
    return await write(update);
  } catch (error) {
    trace.add('export', 'failure', { code: isProvisioningError(error) ? error.code : 'InternalError' });
    const mayHaveWritten = hasWritten || (isProvisioningError(error) && error.lostAnswer);
    if (mayHaveWritten && !anchor.uncertain) await anchors.update({ ...anchor, uncertain: true });
    throw error;
  }
}

function isEmpty({ displayName, add, remove }: GroupUpdate): boolean {
  return displayName === undefined && add.length === 0 && remove.length === 0;
}

function joined(one: WrittenGroup, other: WrittenGroup): WrittenGroup {
  return { refused: [...one.refused, ...other.refused], isDoubtful: one.isDoubtful || other.isDoubtful };
}
