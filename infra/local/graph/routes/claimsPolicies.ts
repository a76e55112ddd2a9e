import type { Router } from '../../http/router.ts';
import type { LocalRequest } from '../../http/server.ts';
import type { ClaimsPolicyRecord } from '../directory/applicationRecords.ts';
import { CLAIMS_POLICY_SCHEMA } from '../directory/applicationSchema.ts';
import { requireRole } from '../directory/callerRoles.ts';
import {
  createClaimsPolicy,
  deleteClaimsPolicy,
  linkClaimsPolicy,
  patchClaimsPolicy,
  unlinkClaimsPolicy,
} from '../directory/claimsPolicies.ts';
import { notFound } from '../graphError.ts';
import { positioned } from '../query/objectPage.ts';
import { listRecords, type RecordView, showRecord } from '../query/recordAnswers.ts';
import { idOfReference, noContent, readJson, type Services } from '../services.ts';
import { readServicePrincipal } from './servicePrincipals.ts';

const VIEW: RecordView<ClaimsPolicyRecord> = {
  schema: CLAIMS_POLICY_SCHEMA,
  context: 'policies/claimsMappingPolicies',
  show: ({ id, properties }) => ({ id, ...properties }),
};

/** Which claims a token carries. */
export function addClaimsPolicyRoutes(router: Router, { directory, faults }: Services): void {
  const collection = '/v1.0/policies/claimsMappingPolicies';
  const read = (request: LocalRequest): ClaimsPolicyRecord => {
    const policy = directory.claimsPolicies.read(request.params.id?.toLowerCase() ?? '', directory.now());
    if (!policy) throw notFound(request.params.id ?? '');
    return policy;
  };

  router.on('GET', collection, (request) =>
    listRecords(request, VIEW, (start) => directory.claimsPolicies.scan(start, directory.now())),
  );
  router.on('GET', `${collection}/:id`, (request) => showRecord(request, VIEW, read(request)));
  router.on('POST', collection, (request) => {
    requireRole(faults, 'manageApplications');
    return showRecord(request, VIEW, createClaimsPolicy(directory, readJson(request)), 201);
  });
  router.on('PATCH', `${collection}/:id`, (request) => {
    requireRole(faults, 'manageApplications');
    patchClaimsPolicy(directory, read(request), readJson(request));
    return noContent;
  });
  router.on('DELETE', `${collection}/:id`, (request) => {
    requireRole(faults, 'manageApplications');
    deleteClaimsPolicy(directory, read(request).id);
    return noContent;
  });

  const linked = '/v1.0/servicePrincipals/:id/claimsMappingPolicies';
  router.on('GET', linked, (request) => {
    const { claimsPolicyIds } = readServicePrincipal(directory, request);
    const policies = claimsPolicyIds.flatMap((id) => directory.claimsPolicies.read(id, directory.now()) ?? []);
    return listRecords(request, VIEW, (start) => positioned(policies, start));
  });
  router.on('POST', `${linked}/$ref`, (request) => {
    requireRole(faults, 'manageApplications');
    const policyId = idOfReference(readJson(request)['@odata.id']).toLowerCase();
    linkClaimsPolicy(directory, readServicePrincipal(directory, request), policyId);
    return noContent;
  });
  router.on('DELETE', `${linked}/:policy/$ref`, (request) => {
    requireRole(faults, 'manageApplications');
    unlinkClaimsPolicy(directory, readServicePrincipal(directory, request), request.params.policy ?? '');
    return noContent;
  });
}
