/** Least application permission per path; see "Permissions" in the Graph reference of each resource. */
const permissions: readonly (readonly [RegExp, string])[] = [
  [/\/sendmail$/i, 'Mail.Send'],
  [/^\/subscriptions\b/i, 'User.Read.All and Group.Read.All (or a limit on the number of subscriptions is reached)'],
  [/^\/users\/[^/]+\/photos?\b/i, 'ProfilePhoto.Read.All'],
  [/^\/groups\/[^/]+\/(?:transitive)?members\b/i, 'GroupMember.Read.All, or Member.Read.Hidden for hidden memberships'],
  [/^\/groups\b/i, 'Group.Read.All'],
  [/^\/users\b/i, 'User.Read.All'],
  [/^\/directory\/deleteditems\b/i, 'User.Read.All and Group.Read.All'],
  [/^\/serviceprincipals\b/i, 'Application.Read.All'],
];

/** Names the application permission that a refused request most likely lacks. */
export function likelyMissingPermission(path: string): string | undefined {
  const bare = path.split('?', 1)[0] ?? '';
  return permissions.find(([pattern]) => pattern.test(bare))?.[1];
}
