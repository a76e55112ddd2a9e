import type { Router } from '../../http/router.ts';
import { GALLERY, instantiate } from '../directory/applications.ts';
import { requireRole } from '../directory/callerRoles.ts';
import type { Schema } from '../directory/propertySchema.ts';
import { badRequest, notFound } from '../graphError.ts';
import { positioned } from '../query/objectPage.ts';
import { listRecords, type RecordView, showRecord } from '../query/recordAnswers.ts';
import { readJson, type Services } from '../services.ts';

type Template = (typeof GALLERY)[number];

const PROPERTIES = ['id', 'displayName', 'homePageUrl', 'supportedSingleSignOnModes', 'supportedProvisioningTypes'];
const SCHEMA: Schema = {
  name: 'ApplicationTemplate',
  odataType: 'microsoft.graph.applicationTemplate',
  properties: new Map(PROPERTIES.map((name) => [name, { type: 'Any' }])),
  defaults: [],
  required: [],
};
const VIEW: RecordView<Template> = {
  schema: SCHEMA,
  context: 'applicationTemplates',
  show: (template) => ({
    ...template,
    supportedSingleSignOnModes: ['saml', 'external'],
    supportedProvisioningTypes: ['sync'],
  }),
};

/** The application gallery. */
export function addApplicationTemplateRoutes(router: Router, { directory, faults }: Services): void {
  const read = (id: string | undefined): Template => {
    const template = GALLERY.find((one) => one.id === id?.toLowerCase());
    if (!template) throw notFound(id ?? '');
    return template;
  };

  router.on('GET', '/v1.0/applicationTemplates', (request) =>
    listRecords(request, VIEW, (start) => positioned<Template>(GALLERY, start)),
  );
  router.on('GET', '/v1.0/applicationTemplates/:id', (request) => showRecord(request, VIEW, read(request.params.id)));
  router.on('POST', '/v1.0/applicationTemplates/:id/instantiate', (request) => {
    requireRole(faults, 'manageApplications');
    const { displayName } = readJson(request);
    const template = read(request.params.id);
    if (typeof displayName !== 'string' || displayName === '') throw badRequest('A display name is required.');
    const { application, servicePrincipal } = instantiate(directory, template, displayName);
    const body = {
      '@odata.context': `${request.url.origin}/v1.0/$metadata#microsoft.graph.applicationServicePrincipal`,
      application: { id: application.id, ...application.properties },
      servicePrincipal: { id: servicePrincipal.id, ...servicePrincipal.properties },
    };
    return { status: 201, body };
  });
}
