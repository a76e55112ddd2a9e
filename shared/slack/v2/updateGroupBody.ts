import type { GroupUpdate } from '../../ports/target.ts';
import { PATCH_OP } from './urns.ts';

/**
 * Removes one member. `remove` of `members` with a list of values is no way: Slack documents `remove` of `members` as
 * emptying the group, and says nothing of a list. Its one sample of this path has the id bare; in quotes is how the same
 * page writes every other filter, and the only form that RFC 7644 (section 3.4.2.2) and standard servers know.
 * https://docs.slack.dev/reference/scim-api (PATCH /Groups)
 */
function removeMember(slackId: string): object {
  return { op: 'remove', path: `members[value eq ${JSON.stringify(slackId)}]` };
}

/** Body of `PATCH /Groups/{id}`: the name, additions in one operation, then an operation for each removal. */
export function updateGroupBody({ displayName, add, remove }: GroupUpdate): object {
  return {
    schemas: [PATCH_OP],
    Operations: [
      ...(displayName === undefined ? [] : [{ op: 'replace', path: 'displayName', value: displayName }]),
      ...(add.length === 0 ? [] : [{ op: 'add', path: 'members', value: add.map((value) => ({ value })) }]),
      ...remove.map(removeMember),
    ],
  };
}
