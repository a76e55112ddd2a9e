import type { Simulation } from '../routes/simulation.ts';
import { RANKS } from '../rules/protectAccount.ts';
import { UNLISTED } from './findCaller.ts';

/** Somebody who may install an app. */
export interface Installer {
  readonly accountId: string;
  readonly name: string;
}

const PRIMARY_OWNER: Installer = { accountId: UNLISTED, name: 'The primary owner' };

/** In an organisation only its owners may install a SCIM app, otherwise admins too (docs.slack.dev/admins/scim-api). */
export function listInstallers({ workspace, faults }: Simulation): readonly Installer[] {
  const least = faults.plan === 'enterprise' ? RANKS.owner : RANKS.admin;
  const found = workspace
    .users()
    .filter(({ active, kind }) => active && RANKS[kind] >= least)
    .sort((one, other) => RANKS[other.kind] - RANKS[one.kind])
    .map(({ id, givenName, familyName, userName }) => ({
      accountId: id,
      name: `${givenName} ${familyName}`.trim() || userName,
    }));
  return found.length > 0 ? found : [PRIMARY_OWNER];
}
