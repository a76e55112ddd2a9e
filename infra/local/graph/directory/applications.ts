import { badRequest, GraphError } from '../graphError.ts';
import {
  type ApplicationRecord,
  type AppRole,
  appRolesOf,
  defaultApplicationProperties,
  defaultPrincipalProperties,
  INTEGRATED_APP_TAG,
  type ServicePrincipalRecord,
} from './applicationRecords.ts';
import { APPLICATION_SCHEMA, SERVICE_PRINCIPAL_SCHEMA } from './applicationSchema.ts';
import type { DirectoryState } from './directoryState.ts';
import { checkProperties, requireProperties } from './propertySchema.ts';
import { keyOf } from './signingCertificates.ts';

type Properties = Readonly<Record<string, unknown>>;

/** The gallery's entries; the real gallery has thousands. Their ids are made up. */
export const GALLERY = [
  { id: '6f3a8d51-20c4-4b7e-9a65-e1d90b7c4f28', displayName: 'Slack', homePageUrl: 'https://slack.com/' },
  { id: '8adf8e6e-67b2-4cf2-a259-e3dc5476c621', displayName: 'Custom', homePageUrl: null },
] as const;

function takenValue(property: string): GraphError {
  const message = `Another object with the same value for property ${property} already exists.`;
  return new GraphError(400, 'Request_MultipleObjectsWithSameKeyValue', message);
}

/** The service principal of a registration, as it truly is. */
export function principalOf(state: DirectoryState, appId: unknown): ServicePrincipalRecord | undefined {
  return [...state.servicePrincipals.values()].find(({ properties }) => properties.appId === appId);
}

/** @throws GraphError 400 */
export function createApplication(state: DirectoryState, input: Properties): ApplicationRecord {
  const checked = checkProperties(APPLICATION_SCHEMA, input, 'request');
  requireProperties(APPLICATION_SCHEMA, input);
  const appId = state.newId();
  const empty = { id: state.newId(), properties: defaultApplicationProperties(appId, String(checked.displayName)) };
  const application = withPatch(state, empty, checked);
  state.putApplication(application.id, application);
  return application;
}

/** @throws GraphError 400 */
export function createServicePrincipal(state: DirectoryState, input: Properties): ServicePrincipalRecord {
  const { appId, ...rest } = input;
  const application = [...state.applications.values()].find(({ properties }) => properties.appId === appId);
  if (!application) {
    throw new GraphError(
      400,
      'Request_BadRequest',
      `The appId '${String(appId)}' of the service principal does not reference a valid application object.`,
    );
  }
  if (principalOf(state, appId)) throw takenValue('servicePrincipalNames');
  const checked = checkProperties(SERVICE_PRINCIPAL_SCHEMA, rest, 'request');
  const principal = mirror(application, {
    id: state.newId(),
    properties: {
      ...defaultPrincipalProperties(String(appId), String(application.properties.displayName)),
      appOwnerOrganizationId: state.tenantId,
      ...checked,
    },
    claimsPolicyIds: [],
  });
  state.putServicePrincipal(principal.id, principal);
  return principal;
}

/** Adds an application of the gallery to the tenant (applicationtemplate-instantiate). */
export function instantiate(
  state: DirectoryState,
  template: (typeof GALLERY)[number],
  displayName: string,
): { readonly application: ApplicationRecord; readonly servicePrincipal: ServicePrincipalRecord } {
  const appId = state.newId();
  const applicationTemplateId = template.id;
  const appRoles: AppRole[] = ['User', 'msiam_access'].map((name) => ({
    allowedMemberTypes: ['User'],
    description: name,
    displayName: name,
    id: state.newId(),
    isEnabled: true,
    origin: 'Application',
    value: null,
  }));
  const application: ApplicationRecord = {
    id: state.newId(),
    properties: { ...defaultApplicationProperties(appId, displayName), applicationTemplateId, appRoles },
  };
  const servicePrincipal: ServicePrincipalRecord = {
    id: state.newId(),
    properties: {
      ...defaultPrincipalProperties(appId, displayName),
      appOwnerOrganizationId: state.tenantId,
      appRoleAssignmentRequired: true,
      applicationTemplateId,
      appRoles,
      tags: [INTEGRATED_APP_TAG],
    },
    claimsPolicyIds: [],
  };
  state.putApplication(application.id, application);
  state.putServicePrincipal(servicePrincipal.id, servicePrincipal);
  return { application, servicePrincipal };
}

/** @param seen as readers see it, which may be late. @throws GraphError 400 */
export function patchApplication(state: DirectoryState, seen: ApplicationRecord, patch: Properties): void {
  const current = state.applications.get(seen.id) ?? seen;
  const patched = withPatch(state, current, checkProperties(APPLICATION_SCHEMA, patch, 'request'));
  state.putApplication(patched.id, patched);
  const principal = principalOf(state, patched.properties.appId);
  if (principal) state.putServicePrincipal(principal.id, mirror(patched, principal));
}

/** @param seen as readers see it, which may be late. @throws GraphError 400 */
export function patchServicePrincipal(state: DirectoryState, seen: ServicePrincipalRecord, patch: Properties): void {
  const current = state.servicePrincipals.get(seen.id) ?? seen;
  const checked = checkProperties(SERVICE_PRINCIPAL_SCHEMA, patch, 'request');
  if (checked.appRoles !== undefined && JSON.stringify(checked.appRoles) !== JSON.stringify(appRolesOf(current))) {
    throw badRequest('Property appRoles on the service principal does not match the application object.');
  }
  const key = checked.preferredTokenSigningKeyThumbprint;
  if (typeof key === 'string') {
    const known = keyOf(current, key);
    if (!known) throw badRequest('Property preferredTokenSigningKeyThumbprint has an invalid value.');
    checked.preferredTokenSigningKeyThumbprint = key.toUpperCase();
    checked.preferredTokenSigningKeyEndDateTime = known.endDateTime;
  }
  state.putServicePrincipal(current.id, { ...current, properties: { ...current.properties, ...checked } });
}

function withPatch(state: DirectoryState, current: ApplicationRecord, checked: Properties): ApplicationRecord {
  if (checked.appRoles !== undefined) checkRoles(appRolesOf(current), checked.appRoles);
  if (checked.identifierUris !== undefined) checkIdentifiers(state, current, checked.identifierUris as string[]);
  const web = { ...(current.properties.web as object), ...(checked.web as object | undefined) };
  const appRoles = (checked.appRoles as AppRole[] | undefined)?.map((role) => ({
    ...role,
    origin: 'Application',
    value: role.value ?? null,
  }));
  const more = { web, ...(appRoles ? { appRoles } : {}) };
  return { ...current, properties: { ...current.properties, ...checked, ...more } };
}

/** An enabled role can be neither removed nor changed. */
function checkRoles(current: readonly AppRole[], wanted: unknown): asserts wanted is AppRole[] {
  if (!Array.isArray(wanted)) throw badRequest("Invalid value specified for property 'appRoles'.");
  const isComplete = wanted.every(
    (role) => role?.id && role.displayName && role.description && Array.isArray(role.allowedMemberTypes),
  );
  if (!isComplete) throw badRequest("Invalid value specified for property 'appRoles' of resource 'Application'.");
  const values = wanted.map(({ value }) => value).filter((value) => value);
  if (new Set(values).size < values.length) throw badRequest('It contains duplicate value.');
  for (const role of current.filter(({ isEnabled }) => isEnabled)) {
    const same = wanted.find(({ id }) => id === role.id);
    const isKept = same && same.displayName === role.displayName && (same.value ?? null) === role.value;
    if (isKept) continue;
    const message = 'Permission (scope or role) cannot be deleted or updated unless disabled first.';
    throw new GraphError(400, 'CannotDeleteOrUpdateEnabledEntitlement', message);
  }
}

/** Web addresses must be of a domain of the tenant, unless the application signs in by SAML (reference-breaking-changes, 2021-10). */
function checkIdentifiers(state: DirectoryState, current: ApplicationRecord, uris: readonly string[]): void {
  const isSaml = principalOf(state, current.properties.appId)?.properties.preferredSingleSignOnMode === 'saml';
  for (const uri of uris) {
    if (!isSaml && /^https?:/.test(uri)) {
      const message = `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`;
      throw new GraphError(400, 'HostNameNotOnVerifiedDomain', message);
    }
    const isTaken = [...state.applications.values()].some(
      ({ id, properties }) => id !== current.id && (properties.identifierUris as string[]).includes(uri),
    );
    if (isTaken) throw takenValue('identifierUris');
  }
}

/** What a service principal shows of its registration. */
function mirror({ properties }: ApplicationRecord, principal: ServicePrincipalRecord): ServicePrincipalRecord {
  const { appId, displayName, appRoles, identifierUris, web } = properties;
  const { redirectUris } = web as { redirectUris?: readonly string[] };
  return {
    ...principal,
    properties: {
      ...principal.properties,
      appDisplayName: displayName,
      appRoles,
      replyUrls: redirectUris ?? [],
      servicePrincipalNames: [appId, ...(identifierUris as string[])],
    },
  };
}
