import { ambiguity, GALLERY_NAME } from './findEnterpriseApplication.ts';
import type { Application, ServicePrincipal } from './graphRows.ts';
import { planCertificate } from './planCertificate.ts';
import { planClaims } from './planClaims.ts';
import { missingRoles } from './readCaller.ts';
import type { SignOn, SsoTenant } from './readSso.ts';
import type { EmailSource, NameIdSource } from './slackClaims.ts';
import type { Plan, Step } from './step.ts';

export interface SsoWishes {
  readonly application: string | undefined;
  /** `contoso` or `contoso.enterprise`. */
  readonly domain: string;
  readonly identifier: string;
  /** Address for Entra's warnings about the certificate. */
  readonly notify: string | undefined;
  /** Thumbprint of the certificate to sign with from now on. */
  readonly activate: string | undefined;
  readonly claims: { readonly nameId: NameIdSource; readonly email: EmailSource; readonly replace: boolean } | 'keep';
  /** Whether Graph can make certificates in this cloud. */
  readonly makesCertificates: boolean;
  /** Root of Graph, for references to its objects. */
  readonly graphUrl: string;
  readonly now: Date;
}

/** What is to be done for single sign-on. Pure. */
export function planSso({ caller, slack, signOn }: SsoTenant, wishes: SsoWishes): Plan {
  const [principal] = slack.candidates;
  const blocker = blockerOf({ caller, slack, signOn }, wishes);
  if (blocker !== undefined || !principal || !slack.registration || !signOn) {
    return { steps: [], notes: [], blockers: blocker === undefined ? [] : [blocker], next: [] };
  }
  const certificate = planCertificate(principal.id, signOn, wishes);
  const claims = planClaims(principal.id, signOn, wishes);
  // Claims first: as long as the mode is not SAML, nobody can depend on the claims as they are.
  const steps = [...claims.steps, ...planSaml(principal, slack.registration, signOn, wishes), ...certificate.steps];
  const needs = { applications: steps.some(({ isDone }) => !isDone), permissions: false };
  return {
    steps,
    notes: [...missingRoles(caller, needs), ...certificate.notes, ...claims.notes],
    blockers: [],
    next: [],
  };
}

function blockerOf({ slack }: SsoTenant, { application }: SsoWishes): string | undefined {
  const unclear = ambiguity(slack, application);
  if (unclear !== undefined) return unclear;
  if (slack.candidates.length === 0) {
    return `There is no "${GALLERY_NAME}" application in this tenant yet. Run npm run setup first.`;
  }
  if (slack.registration) return undefined;
  return 'The app registration of this application does not show. If it was just made, wait a minute; if it belongs to another tenant, SAML cannot be set up for it here.';
}

function planSaml(
  { id }: ServicePrincipal,
  registration: Application,
  signOn: SignOn,
  { domain, identifier, notify }: SsoWishes,
): readonly Step[] {
  const host = `https://${domain}.slack.com`;
  const replyUrl = `${host}/sso/saml`;
  const loginUrl = `${host}/sso/saml/start`;
  const { identifierUris } = registration;
  const redirectUris = registration.web?.redirectUris ?? [];
  const ofPrincipal = (body: object) => ({ method: 'PATCH', path: `/servicePrincipals/${id}`, body }) as const;
  const ofRegistration = (body: object) =>
    ({ method: 'PATCH', path: `/applications/${registration.id}`, body }) as const;
  const steps: Step[] = [
    // Before the identifier: only of SAML applications does Entra take an identifier that is no domain of the tenant.
    {
      id: 'mode',
      what: 'Single sign-on by SAML',
      why: 'The way in which Slack lets Entra sign people in.',
      current: signOn.mode ?? 'none',
      wanted: 'saml',
      isDone: signOn.mode === 'saml',
      action: ofPrincipal({ preferredSingleSignOnMode: 'saml' }),
    },
    {
      id: 'identifier',
      what: 'Identifier (entity ID)',
      why: 'The name under which Slack asks for a sign-in.',
      current: identifierUris.join(', ') || 'none',
      wanted: identifier,
      isDone: identifierUris.includes(identifier),
      ...(signOn.mode === 'saml' && { action: ofRegistration({ identifierUris: [identifier, ...identifierUris] }) }),
    },
    {
      id: 'reply-url',
      what: 'Reply URL',
      why: 'Where the answer is sent; nowhere else.',
      current: redirectUris.join(', ') || 'none',
      wanted: replyUrl,
      isDone: redirectUris.includes(replyUrl),
      action: ofRegistration({ web: { redirectUris: [replyUrl, ...redirectUris] } }),
    },
    {
      id: 'sign-on-url',
      what: 'Sign-on URL',
      why: 'Where the Slack tile of My Apps leads.',
      current: signOn.loginUrl ?? 'none',
      wanted: loginUrl,
      isDone: signOn.loginUrl === loginUrl,
      action: ofPrincipal({ loginUrl }),
    },
    {
      id: 'assignment-required',
      what: 'Only assigned people may sign in',
      why: 'Slack makes an account for whoever signs in: without this, for everybody. Others can no longer sign in.',
      current: signOn.isAssignmentRequired ? 'yes' : 'no',
      wanted: 'yes',
      isDone: signOn.isAssignmentRequired,
      action: ofPrincipal({ appRoleAssignmentRequired: true }),
    },
  ];
  if (notify !== undefined) {
    const addresses = signOn.notificationAddresses;
    steps.push({
      id: 'notify',
      what: 'Mail before the certificate runs out',
      why: 'Entra sends it 60, 30 and 7 days before.',
      current: `${addresses.length} address${addresses.length === 1 ? '' : 'es'}`,
      wanted: notify,
      isDone: addresses.some((address) => address.toLowerCase() === notify.toLowerCase()),
      action: ofPrincipal({ notificationEmailAddresses: [...addresses, notify] }),
    });
  }
  return steps;
}
