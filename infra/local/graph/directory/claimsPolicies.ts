import { badRequest, GraphError, notFound } from '../graphError.ts';
import type { ClaimsPolicyRecord, ServicePrincipalRecord } from './applicationRecords.ts';
import { CLAIMS_POLICY_SCHEMA } from './applicationSchema.ts';
import type { DirectoryState } from './directoryState.ts';
import { checkProperties, requireProperties } from './propertySchema.ts';

type Properties = Readonly<Record<string, unknown>>;

const NAME_ID = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';
/** What a NameID may be made of (reference-claims-mapping-policy-type, "Exceptions and restrictions"). The object id is not among them. */
const NAME_ID_SOURCES =
  /^(?:mail|userprincipalname|onpremisessamaccountname|employeeid|telephonenumber|extensionattribute(?:1[0-5]|[1-9]))$/i;

/** @throws GraphError 400 for a definition that Entra would not take */
function checkDefinition(definition: unknown): void {
  const invalid = badRequest('Property definition has an invalid value.');
  const [text, ...more] = Array.isArray(definition) ? definition : [];
  if (typeof text !== 'string' || more.length > 0) throw invalid;
  let policy: Record<string, unknown>;
  try {
    policy = JSON.parse(text).ClaimsMappingPolicy;
  } catch {
    throw invalid;
  }
  const claims = policy?.ClaimsSchema;
  if (policy?.Version !== 1 || !Array.isArray(claims)) throw invalid;
  for (const { SamlClaimType, Source, ID } of claims) {
    if (SamlClaimType === NAME_ID && Source === 'user' && !NAME_ID_SOURCES.test(String(ID))) throw invalid;
  }
}

/** @throws GraphError 400 */
export function createClaimsPolicy(state: DirectoryState, input: Properties): ClaimsPolicyRecord {
  const checked = checkProperties(CLAIMS_POLICY_SCHEMA, input, 'request');
  requireProperties(CLAIMS_POLICY_SCHEMA, input);
  checkDefinition(checked.definition);
  const policy = { id: state.newId(), properties: { isOrganizationDefault: false, ...checked } };
  state.putClaimsPolicy(policy.id, policy);
  return policy;
}

/** @throws GraphError 400 */
export function patchClaimsPolicy(state: DirectoryState, seen: ClaimsPolicyRecord, patch: Properties): void {
  const current = state.claimsPolicies.get(seen.id) ?? seen;
  const checked = checkProperties(CLAIMS_POLICY_SCHEMA, patch, 'request');
  if (checked.definition !== undefined) checkDefinition(checked.definition);
  state.putClaimsPolicy(current.id, { ...current, properties: { ...current.properties, ...checked } });
}

/** A service principal has one claims policy at most. @throws GraphError 400, 404, 409 */
export function linkClaimsPolicy(state: DirectoryState, seen: ServicePrincipalRecord, policyId: string): void {
  const principal = state.servicePrincipals.get(seen.id) ?? seen;
  if (!state.claimsPolicies.read(policyId, state.now())) throw notFound(policyId);
  if (principal.claimsPolicyIds.length > 0) {
    const message =
      'A conflicting object with one or more of the specified property values is present in the directory.';
    throw new GraphError(409, 'Request_ConflictingObject', message);
  }
  state.putServicePrincipal(principal.id, { ...principal, claimsPolicyIds: [policyId] });
}

/** @throws GraphError 404 */
export function unlinkClaimsPolicy(state: DirectoryState, seen: ServicePrincipalRecord, policyId: string): void {
  const principal = state.servicePrincipals.get(seen.id) ?? seen;
  if (!principal.claimsPolicyIds.includes(policyId)) throw notFound(policyId);
  const claimsPolicyIds = principal.claimsPolicyIds.filter((id) => id !== policyId);
  state.putServicePrincipal(principal.id, { ...principal, claimsPolicyIds });
}

/** @throws GraphError 400 while it is in use */
export function deleteClaimsPolicy(state: DirectoryState, id: string): void {
  const isUsed = [...state.servicePrincipals.values()].some(({ claimsPolicyIds }) => claimsPolicyIds.includes(id));
  if (isUsed) throw badRequest('The policy is assigned to an object and cannot be deleted.');
  state.putClaimsPolicy(id, undefined);
}
