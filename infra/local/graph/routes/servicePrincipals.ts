import type { Router } from '../../http/router.ts';
import type { LocalRequest } from '../../http/server.ts';
import type { ServicePrincipalRecord } from '../directory/applicationRecords.ts';
import { SERVICE_PRINCIPAL_SCHEMA } from '../directory/applicationSchema.ts';
import { createServicePrincipal, patchServicePrincipal } from '../directory/applications.ts';
import { requireRole } from '../directory/callerRoles.ts';
import type { DirectoryState } from '../directory/directoryState.ts';
import { addTokenSigningCertificate, keysOf } from '../directory/signingCertificates.ts';
import { notFound } from '../graphError.ts';
import { readOptions } from '../query/queryOptions.ts';
import { listRecords, type RecordView, showRecord } from '../query/recordAnswers.ts';
import { noContent, readJson, type Services } from '../services.ts';

/** The certificates themselves are shown in the answer about one service principal, and only when they are selected. */
function viewOf(withKeys: boolean): RecordView<ServicePrincipalRecord> {
  return {
    schema: SERVICE_PRINCIPAL_SCHEMA,
    context: 'servicePrincipals',
    show: (principal) => {
      const keyCredentials = keysOf(principal).map((one) => (withKeys ? one : { ...one, key: null }));
      const known = Object.entries(principal.properties).filter(([name]) =>
        SERVICE_PRINCIPAL_SCHEMA.properties.has(name),
      );
      return { id: principal.id, ...Object.fromEntries(known), keyCredentials };
    },
  };
}

/** By object id, or `appId=…` as `normalizePath` writes the alternate key. @throws GraphError 404 */
export function readServicePrincipal(directory: DirectoryState, request: LocalRequest): ServicePrincipalRecord {
  const key = (request.params.id ?? '').toLowerCase();
  const byId = directory.servicePrincipals.read(key, directory.now());
  if (byId) return byId;
  for (const [, one] of directory.servicePrincipals.scan(0, directory.now())) {
    if (`appid=${String(one.properties.appId)}` === key) return one;
  }
  throw notFound((request.params.id ?? '').replace(/^appId=/, ''));
}

/** Enterprise applications, managed identities and Microsoft's own services. */
export function addServicePrincipalRoutes(router: Router, { directory, faults }: Services): void {
  const read = (request: LocalRequest) => readServicePrincipal(directory, request);

  router.on('GET', '/v1.0/servicePrincipals', (request) =>
    listRecords(request, viewOf(false), (start) => directory.servicePrincipals.scan(start, directory.now())),
  );
  router.on('GET', '/v1.0/servicePrincipals/:id', (request) => {
    const selected = readOptions(request.url).get('select')?.split(',') ?? [];
    return showRecord(request, viewOf(selected.includes('keyCredentials')), read(request));
  });
  router.on('POST', '/v1.0/servicePrincipals', (request) => {
    requireRole(faults, 'manageApplications');
    return showRecord(request, viewOf(false), createServicePrincipal(directory, readJson(request)), 201);
  });
  router.on('PATCH', '/v1.0/servicePrincipals/:id', (request) => {
    requireRole(faults, 'manageApplications');
    patchServicePrincipal(directory, read(request), readJson(request));
    return noContent;
  });
  router.on('POST', '/v1.0/servicePrincipals/:id/addTokenSigningCertificate', async (request) => {
    requireRole(faults, 'manageApplications');
    const body = await addTokenSigningCertificate(directory, read(request).id, readJson(request));
    const context = `${request.url.origin}/v1.0/$metadata#microsoft.graph.selfSignedCertificate`;
    return { status: 200, body: { '@odata.context': context, ...body } };
  });
  // Jobs of Entra's own provisioning service. They come from the seed; nothing here runs them.
  router.on('GET', '/v1.0/servicePrincipals/:id/synchronization/jobs', (request) => {
    const { id, properties } = read(request);
    const context = `${request.url.origin}/v1.0/$metadata#servicePrincipals('${id}')/synchronization/jobs`;
    return { status: 200, body: { '@odata.context': context, value: properties.synchronizationJobs ?? [] } };
  });
}
