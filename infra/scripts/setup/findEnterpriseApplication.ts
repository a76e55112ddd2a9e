import * as z from 'zod';
import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import {
  type Application,
  findPrincipals,
  findRegistration,
  listAll,
  quoted,
  SERVICE_PRINCIPAL,
  type ServicePrincipal,
} from './graphRows.ts';

/** Its name in Entra's gallery. */
export const GALLERY_NAME = 'Slack';
export const INTEGRATED_APP_TAG = 'WindowsAzureActiveDirectoryIntegratedApp';

export interface FoundApplication {
  /** Id of Slack's gallery template; undefined when this cloud's gallery has none. */
  readonly templateId: string | undefined;
  /** Enterprise applications that may be meant: more than one is for the person to decide. */
  readonly candidates: readonly ServicePrincipal[];
  /** The registration of the only candidate. */
  readonly registration: Application | undefined;
}

const TEMPLATE = z.object({ id: z.string(), displayName: z.string() });

/**
 * Finds the Slack application: by what the person named; else by the gallery template it was made of; else by its name,
 * if it is the tenant's own (Slack's other apps have the name, too, and belong to Slack).
 */
export async function findEnterpriseApplication(
  client: GraphClient,
  which: string | undefined,
  tenantId: string,
): Promise<FoundApplication> {
  const filter = `displayName eq ${quoted(GALLERY_NAME)}`;
  const [template] = await listAll(client, '/applicationTemplates', TEMPLATE, { filter });
  const candidates = await findCandidates(client, which, template?.id, tenantId);
  const [only, ...others] = candidates;
  const registration = only && others.length === 0 ? await findRegistration(client, only.appId) : undefined;
  return { templateId: template?.id, candidates, registration };
}

async function findCandidates(
  client: GraphClient,
  which: string | undefined,
  templateId: string | undefined,
  tenantId: string,
): Promise<readonly ServicePrincipal[]> {
  if (which !== undefined) return findPrincipals(client, which);
  if (templateId !== undefined) {
    const filter = `applicationTemplateId eq ${quoted(templateId)}`;
    const made = await listAll(client, '/servicePrincipals', SERVICE_PRINCIPAL, { filter });
    if (made.length > 0) return made;
  }
  const named = await findPrincipals(client, GALLERY_NAME);
  return named.filter(
    ({ appOwnerOrganizationId, tags }) => appOwnerOrganizationId === tenantId && tags.includes(INTEGRATED_APP_TAG),
  );
}

/** Why the one application that is meant cannot be told; undefined when it can, or when there is none at all. */
export function ambiguity({ candidates }: FoundApplication, which: string | undefined): string | undefined {
  if (which !== undefined && candidates.length === 0) {
    return `There is no enterprise application "${which}". Give its name, object id or app id, or leave --application out.`;
  }
  if (candidates.length < 2) return undefined;
  const list = candidates.map(({ id, displayName }) => `  ${id}  ${displayName ?? ''}`);
  return [
    'Several enterprise applications may be meant. Choose one with --application <object id>:',
    ...list,
    'One that was made by mistake can be deleted in the Entra admin center.',
  ].join('\n');
}
