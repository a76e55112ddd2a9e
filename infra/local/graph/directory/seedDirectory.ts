import { appRolesOf, registrationOf, toServicePrincipal } from './applicationRecords.ts';
import { assign } from './assignments.ts';
import { addTo, type DirectoryState } from './directoryState.ts';
import { GROUP_SCHEMA } from './groupSchema.ts';
import { isDynamic, parseMembershipRule } from './membershipRule.ts';
import { withPrimaryAddress } from './mergeProperties.ts';
import { MICROSOFT_GRAPH, MICROSOFT_GRAPH_APP_ID } from './microsoftGraph.ts';
import { OrderedSet } from './orderedSet.ts';
import { checkProperties } from './propertySchema.ts';
import type { SeedGroup, SeedServicePrincipal, SeedUser, TenantSeed } from './tenantSeed.ts';
import { USER_SCHEMA } from './userSchema.ts';

/**
 * Fills an empty directory. What is seeded was always there: it is in no history and notifies nobody.
 * @throws GraphError 400 or 404 when the seed contradicts itself
 */
export function seedDirectory(state: DirectoryState, seed: TenantSeed): void {
  seedApplications(state, seed);
  for (const user of seed.users) seedUser(state, user);
  for (const group of seed.groups) seedGroup(state, group);
  for (const assignment of seed.assignments) assign(state, assignment);
}

function seedApplications(state: DirectoryState, seed: TenantSeed): void {
  const { applications = [], claimsPolicies = [] } = seed;
  for (const application of applications) state.applications.put(application.id, application, 0, 0);
  for (const policy of claimsPolicies) state.claimsPolicies.put(policy.id, policy, 0, 0);
  const hasGraph = seed.servicePrincipals.some(({ appId }) => appId === MICROSOFT_GRAPH_APP_ID);
  for (const given of [...seed.servicePrincipals, ...(hasGraph ? [] : [MICROSOFT_GRAPH])]) {
    const isOwn =
      given.appId !== MICROSOFT_GRAPH_APP_ID && given.properties?.servicePrincipalType !== 'ManagedIdentity';
    const principal = toServicePrincipal(
      isOwn ? { ...given, properties: { appOwnerOrganizationId: state.tenantId, ...given.properties } } : given,
    );
    state.servicePrincipals.put(principal.id, principal, 0, 0);
    const isRegistered = [...state.applications.values()].some(({ properties }) => properties.appId === given.appId);
    if (!isOwn || isRegistered) continue;
    const registration = registrationOf(principal);
    state.applications.put(registration.id, registration, 0, 0);
  }
}

function seedUser(state: DirectoryState, seed: SeedUser): void {
  const { id, managerId = null, deletedDateTime = null, photo } = seed;
  const properties = checkProperties(USER_SCHEMA, seed.properties, 'trusted');
  properties.createdDateTime ??= state.timestamp();
  if (typeof properties.mail === 'string') {
    properties.proxyAddresses = withPrimaryAddress(properties.proxyAddresses, properties.mail);
  }
  state.users.put(id, { id, properties, managerId, deletedDateTime, ...(photo ? { photo } : {}) }, 0, 0);
  if (deletedDateTime === null) state.userIdByName.set(String(properties.userPrincipalName).toLowerCase(), id);
  if (managerId !== null) addTo(state.reportIdsByManager, managerId, id);
}

function seedGroup(state: DirectoryState, seed: SeedGroup): void {
  const { id, deletedDateTime = null } = seed;
  const properties = checkProperties(GROUP_SCHEMA, seed.properties, 'trusted');
  properties.createdDateTime ??= state.timestamp();
  const members = new OrderedSet(isDynamic({ properties }) ? matching(state, properties) : seed.memberIds);
  for (const memberId of members) addTo(state.groupIdsByMember, memberId, id);
  state.groups.put(id, { id, properties, members, deletedDateTime }, 0, 0);
  if (deletedDateTime === null && isDynamic({ properties })) state.dynamicGroupIds.add(id);
}

function* matching(state: DirectoryState, properties: Readonly<Record<string, unknown>>): Generator<string> {
  const test = parseMembershipRule(String(properties.membershipRule ?? ''));
  for (const user of state.users.values()) {
    if (user.deletedDateTime === null && test(user.properties)) yield user.id;
  }
}

/** The directory as a seed, so that a file can hold it. */
export function toSeed(state: DirectoryState): TenantSeed {
  return {
    tenantId: state.tenantId,
    applicationId: state.applicationId,
    servicePrincipals: [...state.servicePrincipals.values()].map((principal): SeedServicePrincipal => {
      const { id, properties, claimsPolicyIds } = principal;
      const { appId, displayName } = properties;
      const appRoles = appRolesOf(principal).map(({ allowedMemberTypes, ...role }) => ({
        ...role,
        allowedMemberTypes: allowedMemberTypes as ('User' | 'Application')[],
      }));
      return { id, appId: String(appId), displayName: String(displayName), appRoles, properties, claimsPolicyIds };
    }),
    applications: [...state.applications.values()],
    claimsPolicies: [...state.claimsPolicies.values()],
    users: [...state.users.values()],
    groups: [...state.groups.values()].map(({ members, ...group }) => ({ ...group, memberIds: [...members] })),
    assignments: [...state.assignments.values()],
  };
}
