import * as z from 'zod';
import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import { withQuery } from '../../../shared/entra/graphPath.ts';
import { listPages } from '../../../shared/entra/listPages.ts';

export const APP_ROLE = z.looseObject({
  id: z.string(),
  displayName: z.string().nullish(),
  value: z.string().nullish(),
  isEnabled: z.boolean(),
  allowedMemberTypes: z.array(z.string()),
});
export type AppRole = z.output<typeof APP_ROLE>;

export const SERVICE_PRINCIPAL = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: z.string().nullable(),
  appRoles: z.array(APP_ROLE),
  tags: z.array(z.string()),
  accountEnabled: z.boolean().nullable(),
  appOwnerOrganizationId: z.string().nullish(),
  servicePrincipalType: z.string().nullish(),
});
export type ServicePrincipal = z.output<typeof SERVICE_PRINCIPAL>;

export const APPLICATION = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: z.string().nullable(),
  appRoles: z.array(APP_ROLE),
  identifierUris: z.array(z.string()),
  web: z
    .object({
      redirectUris: z.array(z.string()),
      implicitGrantSettings: z.object({ enableIdTokenIssuance: z.boolean().nullish() }).nullish(),
    })
    .nullish(),
});
export type Application = z.output<typeof APPLICATION>;

export const ASSIGNMENT = z.object({
  id: z.string(),
  appRoleId: z.string(),
  principalId: z.string(),
  principalType: z.string().nullish(),
  resourceId: z.string(),
});
export type Assignment = z.output<typeof ASSIGNMENT>;

/** The properties that a schema names, as `$select` wants them. */
export function selectOf(schema: z.ZodObject): string {
  return Object.keys(schema.shape).join(',');
}

/** All rows of a collection that pass an OData filter. */
export async function listAll<S extends z.ZodObject>(
  client: GraphClient,
  path: string,
  schema: S,
  options: { readonly filter?: string; readonly mostPages?: number } = {},
): Promise<readonly z.output<S>[]> {
  const { filter, mostPages = Number.POSITIVE_INFINITY } = options;
  const query = { $select: selectOf(schema), ...(filter === undefined ? {} : { $filter: filter }) };
  const rows: z.output<S>[] = [];
  let pages = 0;
  for await (const page of listPages(client, withQuery(path, query))) {
    rows.push(...page.map((row) => schema.parse(row)));
    pages += 1;
    if (pages >= mostPages) break;
  }
  return rows;
}

/** A text as a literal of an OData filter. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Service principals that a person may mean by a name, an object id or an app id. */
export async function findPrincipals(client: GraphClient, which: string): Promise<readonly ServicePrincipal[]> {
  const find = (filter: string) => listAll(client, '/servicePrincipals', SERVICE_PRINCIPAL, { filter });
  if (!GUID.test(which)) return find(`displayName eq ${quoted(which)}`);
  const byId = await find(`id eq ${quoted(which.toLowerCase())}`);
  return byId.length > 0 ? byId : find(`appId eq ${quoted(which.toLowerCase())}`);
}

/** The registration behind a service principal; undefined when it is in another tenant, or does not show yet. */
export async function findRegistration(client: GraphClient, appId: string): Promise<Application | undefined> {
  const [found] = await listAll(client, '/applications', APPLICATION, { filter: `appId eq ${quoted(appId)}` });
  return found;
}
