import * as z from 'zod';
import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import { listPages } from '../../../shared/entra/listPages.ts';
import { isProvisioningError } from '../../../shared/errors/provisioningError.ts';

/** Who runs the script, and where. */
export interface Caller {
  readonly tenant: { readonly id: string; readonly name: string };
  /** Undefined when an application is signed in instead of a person. */
  readonly person: { readonly id: string; readonly name: string } | undefined;
  /** Names of the active directory roles; undefined when they cannot be read. */
  readonly roles: readonly string[] | undefined;
}

const ORGANIZATION = z.object({
  value: z.array(z.object({ id: z.string(), displayName: z.string().nullish() })).min(1),
});
const PERSON = z.object({ id: z.string(), displayName: z.string().nullish() });

export async function readCaller(client: GraphClient): Promise<Caller> {
  const [organization] = ORGANIZATION.parse(await client.get('/organization')).value;
  const tenant = { id: organization?.id ?? '', name: organization?.displayName ?? '' };
  const person = await unlessRefused(async () => PERSON.parse(await client.get('/me?$select=id,displayName')));
  if (!person) return { tenant, person: undefined, roles: undefined };
  const { id, displayName } = person;
  return {
    tenant,
    person: { id, name: displayName ?? id },
    roles: await unlessRefused(() => readRoles(client)),
  };
}

/** No query options: Graph takes hardly any for this relation without its advanced mode. */
async function readRoles(client: GraphClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of listPages(client, '/me/transitiveMemberOf')) {
    const roles = page.filter((row) => row['@odata.type'] === '#microsoft.graph.directoryRole');
    names.push(...roles.map(({ displayName }) => String(displayName)));
  }
  return names;
}

/** Graph refuses `/me` to applications (400) and roles to those who may not read them (403). */
export async function unlessRefused<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isProvisioningError(error, 'invalid') || isRefused(error)) return undefined;
    throw error;
  }
}

/**
 * True for a 403. Its code tells it from a token that is not accepted (401) no more reliably than its text: Graph words missing
 * rights as `Authorization_RequestDenied`, `AccessDenied`, `Forbidden` or `UnknownError`, by service.
 */
export function isRefused(error: unknown): boolean {
  return isProvisioningError(error, 'unauthorized') && error.message.includes('(HTTP 403 ');
}

const APPLICATION_ROLES = ['Application Administrator', 'Cloud Application Administrator'];
const PERMISSION_ROLES = ['Privileged Role Administrator'];

/** What a caller's roles do not let them do, as sentences; nothing when the roles are not known. */
export function missingRoles(
  { roles }: Caller,
  needs: { readonly applications: boolean; readonly permissions: boolean },
): readonly string[] {
  if (!roles || roles.includes('Global Administrator')) return [];
  const has = (names: readonly string[]) => names.some((name) => roles.includes(name));
  const held = roles.length > 0 ? `You have: ${roles.join(', ')}.` : 'You have no active directory role.';
  const notes: string[] = [];
  if (needs.applications && !has(APPLICATION_ROLES)) {
    notes.push(`Changing applications takes the role ${APPLICATION_ROLES.join(' or ')}. ${held}`);
  }
  if (needs.permissions && !has(PERMISSION_ROLES)) {
    notes.push(`Granting permissions on Microsoft Graph takes the role ${PERMISSION_ROLES.join(' or ')}. ${held}`);
  }
  return notes;
}
