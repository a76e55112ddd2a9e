import * as z from 'zod';
import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import { isRow } from '../../../shared/entra/listPages.ts';
import {
  SIGNING_PROPERTIES,
  type SigningCertificate,
  signingCertificatesIn,
} from '../../../shared/entra/signingCertificate.ts';
import { type FoundApplication, findEnterpriseApplication } from './findEnterpriseApplication.ts';
import { listAll } from './graphRows.ts';
import { type Caller, readCaller, unlessRefused } from './readCaller.ts';

export interface ClaimsPolicy {
  readonly id: string;
  readonly displayName: string;
  /** JSON; undefined when there is not exactly one definition. */
  readonly definition: string | undefined;
}

/** How people sign in to the Slack application. */
export interface SignOn {
  readonly mode: string | null;
  readonly loginUrl: string | null;
  readonly isAssignmentRequired: boolean;
  readonly notificationAddresses: readonly string[];
  readonly certificates: readonly SigningCertificate[];
  /** Undefined when the sign-in may not read policies. */
  readonly policies: { readonly linked: readonly ClaimsPolicy[]; readonly all: readonly ClaimsPolicy[] } | undefined;
}

export interface SsoTenant {
  readonly caller: Caller;
  readonly slack: FoundApplication;
  /** Undefined unless exactly one application is found. */
  readonly signOn: SignOn | undefined;
}

export async function readSso(client: GraphClient, application: string | undefined): Promise<SsoTenant> {
  const caller = await readCaller(client);
  const slack = await findEnterpriseApplication(client, application, caller.tenant.id);
  const [only, ...others] = slack.candidates;
  return { caller, slack, signOn: only && others.length === 0 ? await readSignOn(client, only.id) : undefined };
}

const SIGN_ON = z.looseObject({
  preferredSingleSignOnMode: z.string().nullish(),
  loginUrl: z.string().nullish(),
  appRoleAssignmentRequired: z.boolean(),
  notificationEmailAddresses: z.array(z.string()),
});

async function readSignOn(client: GraphClient, id: string): Promise<SignOn> {
  const path = `/servicePrincipals/${id}`;
  const select = `loginUrl,appRoleAssignmentRequired,notificationEmailAddresses,${SIGNING_PROPERTIES}`;
  const answer = await client.get(`${path}?$select=${select}`);
  const row = SIGN_ON.parse(answer);
  return {
    mode: row.preferredSingleSignOnMode ?? null,
    loginUrl: row.loginUrl ?? null,
    isAssignmentRequired: row.appRoleAssignmentRequired,
    notificationAddresses: row.notificationEmailAddresses,
    certificates: isRow(answer) ? signingCertificatesIn(answer) : [],
    policies: await unlessRefused(async () => ({
      linked: await readPolicies(client, `${path}/claimsMappingPolicies`),
      all: await readPolicies(client, '/policies/claimsMappingPolicies'),
    })),
  };
}

const POLICY = z.object({ id: z.string(), displayName: z.string(), definition: z.array(z.string()) });

async function readPolicies(client: GraphClient, path: string): Promise<readonly ClaimsPolicy[]> {
  const rows = await listAll(client, path, POLICY);
  return rows.map(({ id, displayName, definition }) => ({
    id,
    displayName,
    definition: definition.length === 1 ? definition[0] : undefined,
  }));
}
