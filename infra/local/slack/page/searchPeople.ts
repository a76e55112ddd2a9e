import type { Account } from '../state/account.ts';
import type { Workspace } from '../state/workspace.ts';

/** Rows on one page: enough to look at, little enough to refresh every few seconds. */
export const PEOPLE_PER_PAGE = 20;

export interface PeopleSearch {
  /** Part of a name, user name, address, title or id; "" finds everybody. */
  readonly text: string;
  /** 1-based. */
  readonly page: number;
}

export interface PeopleFound {
  readonly people: readonly Account[];
  readonly total: number;
  readonly pages: number;
}

/** Reads `q` and `page`. */
export function readPeopleSearch(query: URLSearchParams): PeopleSearch {
  const page = Number(query.get('page') ?? 1);
  return { text: (query.get('q') ?? '').trim(), page: Number.isInteger(page) && page > 0 ? page : 1 };
}

/** One page of the people that a search finds, the newest first. */
export function searchPeople(workspace: Workspace, { text, page }: PeopleSearch): PeopleFound {
  const start = (page - 1) * PEOPLE_PER_PAGE;
  const { size } = workspace;
  // Without a search only the page itself is looked at, however large the organisation is.
  const found = text === '' ? undefined : workspace.users().filter((account) => matches(account, text.toLowerCase()));
  const total = found?.length ?? size;
  const [from, to] = [Math.max(0, total - start - PEOPLE_PER_PAGE), Math.max(0, total - start)];
  const people = (found?.slice(from, to) ?? workspace.usersBetween(from, to)).toReversed();
  return { people, total, pages: Math.max(1, Math.ceil(total / PEOPLE_PER_PAGE)) };
}

function matches(account: Account, text: string): boolean {
  const { id, userName, displayName, givenName, familyName, primaryEmail, secondaryEmail, title } = account;
  const searched = [id, userName, displayName, `${givenName} ${familyName}`, primaryEmail, secondaryEmail, title];
  return searched.some((value) => value.toLowerCase().includes(text));
}
