import type { Router } from '../../http/router.ts';
import type { LocalRequest } from '../../http/server.ts';
import type { ApplicationRecord } from '../directory/applicationRecords.ts';
import { APPLICATION_SCHEMA } from '../directory/applicationSchema.ts';
import { createApplication, patchApplication, principalOf } from '../directory/applications.ts';
import { requireRole } from '../directory/callerRoles.ts';
import { notFound } from '../graphError.ts';
import { listRecords, type RecordView, showRecord } from '../query/recordAnswers.ts';
import { noContent, readJson, type Services } from '../services.ts';

export const APPLICATION_VIEW: RecordView<ApplicationRecord> = {
  schema: APPLICATION_SCHEMA,
  context: 'applications',
  show: ({ id, properties }) => ({ id, ...properties }),
};

/** App registrations. */
export function addApplicationRoutes(router: Router, { directory, faults }: Services): void {
  const scan = (start: number) => directory.applications.scan(start, directory.now());
  /** By object id, or `appId=…` as `normalizePath` writes the alternate key. */
  const read = (request: LocalRequest): ApplicationRecord => {
    const key = (request.params.id ?? '').toLowerCase();
    if (!key.startsWith('appid=')) {
      const application = directory.applications.read(key, directory.now());
      if (application) return application;
    }
    for (const [, one] of scan(0)) if (`appid=${String(one.properties.appId)}` === key) return one;
    throw notFound(request.params.id ?? '');
  };

  router.on('GET', '/v1.0/applications', (request) => listRecords(request, APPLICATION_VIEW, scan));
  router.on('GET', '/v1.0/applications/:id', (request) => showRecord(request, APPLICATION_VIEW, read(request)));
  router.on('POST', '/v1.0/applications', (request) => {
    requireRole(faults, 'manageApplications');
    return showRecord(request, APPLICATION_VIEW, createApplication(directory, readJson(request)), 201);
  });
  router.on('PATCH', '/v1.0/applications/:id', (request) => {
    requireRole(faults, 'manageApplications');
    patchApplication(directory, read(request), readJson(request));
    return noContent;
  });
  router.on('DELETE', '/v1.0/applications/:id', (request) => {
    requireRole(faults, 'manageApplications');
    const { id, properties } = read(request);
    directory.putApplication(id, undefined);
    const principal = principalOf(directory, properties.appId);
    if (principal) directory.putServicePrincipal(principal.id, undefined);
    return noContent;
  });
}
