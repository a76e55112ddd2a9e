import type { TokenRule } from '../faults/faults.ts';
import type { Simulation } from '../routes/simulation.ts';
import { RANKS, type TokenRank } from '../rules/protectAccount.ts';
import type { Account } from '../state/account.ts';

/** Who is behind a token. */
export interface Caller {
  readonly accountId: string;
  /** `undefined` for a person who is not listed. */
  readonly account: Account | undefined;
  readonly rank: TokenRank;
  readonly install: 'organisation' | 'workspace';
  /** SCIM needs the user scope `admin`. */
  readonly hasAdminScope: boolean;
}

/** Why a token is no good, in the words of the Web API. SCIM says `invalid_authentication` to all of them. */
export type TokenProblem = 'invalid_auth' | 'token_revoked' | 'token_expired' | 'account_inactive';

/** Slack id of the primary owner when nobody put one there: every organisation has one. */
export const UNLISTED = 'U0PRIMARYOWNER';

/** Judges a token; it has the rights that its person has at this moment. */
export function findCaller({ workspace, tokens, faults }: Simulation, token: string): Caller | TokenProblem {
  if (faults.revokedTokens.includes(token)) return 'token_revoked';
  const issued = tokens.find(token);
  if (issued === 'expired') return 'token_expired';
  if (issued === 'replaced') return 'token_revoked';
  if (issued) {
    const { install, scope, accountId } = issued;
    const hasAdminScope = scope.split(',').includes('admin');
    const account = workspace.user(accountId);
    return judgePerson({ accountId, account, rank: 'primaryOwner', install, hasAdminScope });
  }
  const rule = faults.tokens?.map(toRule).find((candidate) => candidate.token === token);
  if (faults.tokens && !rule) return 'invalid_auth';
  const { accountId = UNLISTED, rank = faults.tokenRank, install = 'organisation' } = rule ?? {};
  return judgePerson({ accountId, account: workspace.user(accountId), rank, install, hasAdminScope: true });
}

function judgePerson(caller: Caller): Caller | TokenProblem {
  const { account } = caller;
  if (!account) return caller;
  return account.active ? { ...caller, rank: rankOf(account) } : 'account_inactive';
}

function rankOf({ kind }: Account): TokenRank {
  if (RANKS[kind] < RANKS.admin) return 'member';
  if (kind === 'admin' || kind === 'primaryOwner') return kind;
  return 'owner';
}

function toRule(entry: string | TokenRule): TokenRule {
  return typeof entry === 'string' ? { token: entry } : entry;
}
