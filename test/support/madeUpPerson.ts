import { randomUUID } from 'node:crypto';

/** Graph properties of somebody who is in the directory, for a test that minds only a few of them. */
export function madeUpPerson(userPrincipalName: string): Record<string, unknown> {
  const [local = ''] = userPrincipalName.split('@');
  return {
    id: randomUUID(),
    accountEnabled: true,
    displayName: local,
    givenName: local,
    surname: 'Example',
    mail: userPrincipalName,
    mailNickname: local,
    userType: 'Member',
    jobTitle: 'Clerk',
  };
}
