import type { Anchor } from '../model/anchor.ts';
import type { SourceUser } from '../model/source.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { addressesOf } from './confirmsMatch.ts';

/** Whether the account is one that `safety.protect` names: by Entra id, Slack id, user principal name or any e-mail address. */
export function isProtected(
  id: string,
  anchor: Pick<Anchor, 'slackId' | 'snapshot'> | undefined,
  user: SourceUser | undefined,
  protect: ReadonlySet<string>,
): boolean {
  if (protect.size === 0) return false;
  const names = [id, anchor?.slackId, anchor?.snapshot[TARGET.email], ...(user ? addressesOf(user) : [])];
  return names.some((name) => typeof name === 'string' && protect.has(name.toLowerCase()));
}
