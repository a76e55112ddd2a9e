import * as z from 'zod';
import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import { isProvisioningError } from '../../../shared/errors/provisioningError.ts';
import { type FoundApplication, findEnterpriseApplication } from './findEnterpriseApplication.ts';
import {
  APPLICATION,
  type Application,
  ASSIGNMENT,
  type Assignment,
  findPrincipals,
  listAll,
  quoted,
  type ServicePrincipal,
} from './graphRows.ts';
import { type Caller, readCaller, unlessRefused } from './readCaller.ts';

const MICROSOFT_GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';
/** Assignments of very large applications are not counted to the end. */
const MOST_PAGES = 10;

/** What set-up needs to know of a tenant. */
export interface Tenant {
  readonly caller: Caller;
  readonly slack: FoundApplication & {
    /** Assigned people and groups. */
    readonly assigned: number;
    /** Those of them that have no role but Default Access. */
    readonly withDefaultAccess: number;
    /** Whether Entra's own provisioning of it is switched on; undefined when that cannot be read. */
    readonly entraProvisions: boolean | undefined;
  };
  /** Microsoft Graph's service principal, whose app roles are the permissions. */
  readonly graph: ServicePrincipal | undefined;
  readonly identity: Identity | undefined;
  readonly adminApp: AdminApp | undefined;
}

/** The app's managed identity, as far as it was named. */
export interface Identity {
  readonly which: string;
  readonly candidates: readonly ServicePrincipal[];
  /** Its permissions on Microsoft Graph. */
  readonly grants: readonly Assignment[];
}

/** The registration through which administrators sign in to the app's own pages. */
export interface AdminApp {
  readonly registrations: readonly Application[];
  readonly principal: ServicePrincipal | undefined;
  /** Roles that the caller has there. */
  readonly rolesOfCaller: readonly string[];
}

export interface TenantQuery {
  readonly application: string | undefined;
  readonly identity: string | undefined;
  /** Name of the registration for the sign-in of administrators; undefined: none is wanted. */
  readonly adminApp: string | undefined;
}

export async function readTenant(client: GraphClient, query: TenantQuery): Promise<Tenant> {
  const caller = await readCaller(client);
  const slack = await readSlack(client, query.application, caller.tenant.id);
  const [graph] = await findPrincipals(client, MICROSOFT_GRAPH_APP_ID);
  return {
    caller,
    slack,
    graph,
    identity: query.identity === undefined ? undefined : await readIdentity(client, query.identity, graph?.id),
    adminApp: query.adminApp === undefined ? undefined : await readAdminApp(client, query.adminApp, caller),
  };
}

async function readSlack(client: GraphClient, which: string | undefined, tenantId: string): Promise<Tenant['slack']> {
  const found = await findEnterpriseApplication(client, which, tenantId);
  const [only, ...others] = found.candidates;
  if (!only || others.length > 0) return { ...found, assigned: 0, withDefaultAccess: 0, entraProvisions: undefined };
  const path = `/servicePrincipals/${only.id}`;
  const rows = await listAll(client, `${path}/appRoleAssignedTo`, ASSIGNMENT, { mostPages: MOST_PAGES });
  const people = rows.filter(({ principalType }) => principalType !== 'ServicePrincipal');
  const rolesOf = Map.groupBy(people, ({ principalId }) => principalId);
  const isOnlyDefault = (assignments: readonly Assignment[]) =>
    assignments.every(({ appRoleId }) => appRoleId === DEFAULT_ACCESS);
  return {
    ...found,
    assigned: rolesOf.size,
    withDefaultAccess: [...rolesOf.values()].filter(isOnlyDefault).length,
    entraProvisions: await readsJobs(client, `${path}/synchronization/jobs`),
  };
}

const JOBS = z.object({
  value: z.array(z.object({ schedule: z.object({ state: z.string().nullish() }).nullish() })),
});

/** Two services that provision one Slack would undo each other's work. */
async function readsJobs(client: GraphClient, path: string): Promise<boolean | undefined> {
  try {
    const jobs = await unlessRefused(async () => JOBS.parse(await client.get(path)));
    return jobs?.value.some(({ schedule }) => schedule?.state === 'Active');
  } catch (error) {
    if (isProvisioningError(error, 'gone') || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function readIdentity(client: GraphClient, which: string, graphId: string | undefined): Promise<Identity> {
  const found = await findPrincipals(client, which);
  const managed = found.filter(({ servicePrincipalType }) => servicePrincipalType === 'ManagedIdentity');
  const candidates = managed.length > 0 ? managed : found;
  const [only, ...others] = candidates;
  if (!only || others.length > 0) return { which, candidates, grants: [] };
  const all = await listAll(client, `/servicePrincipals/${only.id}/appRoleAssignments`, ASSIGNMENT);
  return { which, candidates, grants: all.filter(({ resourceId }) => resourceId === graphId) };
}

async function readAdminApp(client: GraphClient, name: string, { person }: Caller): Promise<AdminApp> {
  const registrations = await listAll(client, '/applications', APPLICATION, {
    filter: `displayName eq ${quoted(name)}`,
  });
  const [only] = registrations;
  const [principal] = only && registrations.length === 1 ? await findPrincipals(client, only.appId) : [];
  if (!principal || !person) return { registrations, principal, rolesOfCaller: [] };
  const assigned = await listAll(client, `/servicePrincipals/${principal.id}/appRoleAssignedTo`, ASSIGNMENT);
  const own = assigned.filter(({ principalId }) => principalId === person.id);
  return { registrations, principal, rolesOfCaller: own.map(({ appRoleId }) => appRoleId) };
}
