import type { SourceUser } from '../model/source.ts';
import type { TargetUser } from '../model/target.ts';

/** Every e-mail address by which Entra knows the person, lower-case: mail, UPN, proxy addresses, other mails. */
export function addressesOf(user: SourceUser): ReadonlySet<string> {
  const { mail, proxyAddresses, otherMails } = user.properties;
  const texts = [
    mail,
    userPrincipalNameOf(user),
    ...listOf(proxyAddresses).map(withoutSmtpPrefix),
    ...listOf(otherMails),
  ];
  return new Set(
    texts.filter((text) => typeof text === 'string' && text !== '').map((text) => String(text).toLowerCase()),
  );
}

/**
 * Whether an account found by its user name is the person's: its primary address must be one of theirs.
 * Otherwise the name is merely taken by somebody else.
 */
export function confirmsMatch(user: SourceUser, account: TargetUser): boolean {
  const primary = account.emails[0];
  return primary !== undefined && addressesOf(user).has(primary.toLowerCase());
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A user in the recycle bin carries their own id without dashes in front of the name, which frees the name for others. */
function userPrincipalNameOf({ id, state, properties: { userPrincipalName } }: SourceUser): unknown {
  const prefix = id.replaceAll('-', '');
  const isMarked = typeof userPrincipalName === 'string' && userPrincipalName.toLowerCase().startsWith(prefix);
  return state === 'softDeleted' && isMarked ? userPrincipalName.slice(prefix.length) : userPrincipalName;
}

/** Exchange stores proxy addresses as `SMTP:primary@…` and `smtp:alias@…`. */
function withoutSmtpPrefix(address: string): string {
  return address.replace(/^smtp:/i, '');
}
