import type { ObjectKind } from '../model/change.ts';
import type { DirectoryHit } from '../model/source.ts';
import type { GraphClient } from './graphClient.ts';
import { withQuery } from './graphPath.ts';
import { type GraphRow, isRow } from './listPages.ts';

const PROPERTIES = {
  user: ['id', 'displayName', 'userPrincipalName', 'mail', 'accountEnabled', 'jobTitle', 'department'],
  group: ['id', 'displayName', 'mail', 'description'],
} as const;

/** What a name may begin with. `startsWith` is no advanced query, so the directory itself answers and not its lagging index. */
const SEARCHED = {
  user: ['displayName', 'givenName', 'surname', 'mail', 'userPrincipalName'],
  group: ['displayName', 'mail'],
} as const;

/**
 * Present objects whose name, mail address or user principal name begins with a text, for a person to choose from.
 * https://learn.microsoft.com/graph/filter-query-parameter
 */
export async function searchDirectory(
  client: GraphClient,
  kind: ObjectKind,
  text: string,
  limit: number,
): Promise<readonly DirectoryHit[]> {
  const literal = literalOf(text);
  return query(client, kind, SEARCHED[kind].map((name) => `startswith(${name},${literal})`).join(' or '), limit);
}

/** The present user with this user principal name or mail address; the name counts before the address. */
export async function findUser(client: GraphClient, address: string): Promise<DirectoryHit | undefined> {
  const literal = literalOf(address);
  const hits = await query(client, 'user', `userPrincipalName eq ${literal} or mail eq ${literal}`, 2);
  const named = hits.find(({ userPrincipalName }) => userPrincipalName?.toLowerCase() === address.toLowerCase());
  return named ?? (hits.length === 1 ? hits[0] : undefined);
}

async function query(
  client: GraphClient,
  kind: ObjectKind,
  $filter: string,
  limit: number,
): Promise<readonly DirectoryHit[]> {
  const path = withQuery(`/${kind}s`, { $filter, $select: PROPERTIES[kind].join(','), $top: String(limit) });
  const answer = await client.get(path);
  const rows = isRow(answer) && Array.isArray(answer.value) ? answer.value.filter(isRow) : [];
  return rows.map((row) => toHit(kind, row));
}

function toHit(kind: ObjectKind, row: GraphRow): DirectoryHit {
  const textOf = (name: string) => (typeof row[name] === 'string' && row[name] !== '' ? row[name] : null);
  const names = {
    displayName: textOf('displayName'),
    userPrincipalName: textOf('userPrincipalName'),
    mail: textOf('mail'),
  };
  const details = kind === 'user' ? [textOf('jobTitle'), textOf('department')] : [textOf('description')];
  return {
    ...{ kind, id: String(row.id).toLowerCase(), ...names },
    details: details.filter((text) => text !== null).join(', ') || null,
    isEnabled: row.accountEnabled !== false,
  };
}

/** A quote in an OData text is doubled. */
function literalOf(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
