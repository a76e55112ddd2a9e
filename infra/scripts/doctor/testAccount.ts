import type { Random } from '../../../shared/ports/clock.ts';

/** An account that everybody can tell to be a test's. */
export interface TestAccount {
  /** `scim-doctor-` and five characters: within Slack's 21. */
  readonly userName: string;
  readonly email: string;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** @param where a domain, or an address that gets `+userName` put in */
export function nameTestAccount(where: string, random: Random): TestAccount {
  const draw = () => ALPHABET[Math.floor(random() * ALPHABET.length)];
  const userName = `scim-doctor-${Array.from({ length: 5 }, draw).join('')}`;
  const at = where.lastIndexOf('@');
  if (at < 0) return { userName, email: `${userName}@${where}` };
  return { userName, email: `${where.slice(0, at)}+${userName}${where.slice(at)}` };
}
