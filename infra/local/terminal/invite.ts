import type { Stack } from '../stack/stack.ts';

/** Invites to change somebody, with ids that exist: the first person who has an active account. */
export function invite({ graph, slack }: Stack): string {
  const waiting = 'Waiting for changes; Ctrl+C stops everything.';
  const { directory } = graph;
  for (const id of directory.userIds()) {
    const person = directory.user(id);
    const account = slack.workspace.findByEmail(String(person?.properties.mail ?? ''));
    if (!account?.active || account.kind !== 'member') continue;
    return `${waiting} Change somebody, in another terminal:

  curl -X PATCH ${graph.url}/v1.0/users/${id} \\
       -H 'authorization: Bearer local' -H 'content-type: application/json' \\
       -d '{"jobTitle":"Chief Demo Officer"}'

and look at the account in Slack:

  curl -H 'authorization: Bearer local' ${slack.url}/scim/v2/Users/${account.id}
`;
  }
  return `${waiting}\n`;
}
