import type { SsoWishes } from './planSso.ts';
import type { ClaimsPolicy, SignOn } from './readSso.ts';
import { slackClaims } from './slackClaims.ts';
import type { Step } from './step.ts';

/** The claims policy: one of its own for this application, so that no other application changes with it. */
export function planClaims(
  principalId: string,
  { policies, mode }: Pick<SignOn, 'policies' | 'mode'>,
  { claims, graphUrl }: Pick<SsoWishes, 'claims' | 'graphUrl'>,
): { readonly steps: readonly Step[]; readonly notes: readonly string[] } {
  if (claims === 'keep') return { steps: [], notes: [] };
  if (!policies) {
    const note =
      'Claims stay as they are: this sign-in may not read claims policies, and the Azure CLI never may. The gallery application has claims that suit Slack; to set those of docs/sso.md, run this with --device-code --replace-claims.';
    return { steps: [], notes: [note] };
  }
  const displayName = `Slack single sign-on ${principalId}`;
  const definition = slackClaims(claims.nameId, claims.email);
  const own = policies.all.find((policy) => policy.displayName === displayName);
  const [foreign] = policies.linked.filter((policy) => policy.displayName !== displayName);
  if (foreign && !claims.replace) {
    const note = `The claims policy "${foreign.displayName}" is in force, and stays. --replace-claims puts the one of docs/sso.md in its place.`;
    return { steps: [], notes: [note] };
  }
  if (mode === 'saml' && !own && !claims.replace) {
    const note =
      'Claims stay as they are: people may sign in with them already, and another NameID would make them strangers to Slack. --replace-claims sets those of docs/sso.md.';
    return { steps: [], notes: [note] };
  }
  const isLinked = own !== undefined && policies.linked.some(({ id }) => id === own.id);
  const body = { displayName, definition: [definition], isOrganizationDefault: false };
  const wanted = `User.Email from ${claims.email}, NameID from ${claims.nameId}`;
  const steps: Step[] = [
    {
      id: 'claims',
      what: 'Claims policy',
      why: 'What Slack is told about a person: address, user name, first and last name.',
      current: own ? (isSame(own, definition) ? wanted : 'another') : 'none',
      wanted,
      isDone: own !== undefined && isSame(own, definition),
      action: own
        ? { method: 'PATCH', path: `/policies/claimsMappingPolicies/${own.id}`, body: { definition: [definition] } }
        : { method: 'POST', path: '/policies/claimsMappingPolicies', body, creates: true },
    },
  ];
  if (foreign) steps.push(unlink(principalId, foreign));
  steps.push({
    id: 'claims-link',
    what: 'Claims policy in force for Slack',
    why: 'A policy counts for the applications that it is assigned to.',
    current: isLinked ? 'yes' : 'no',
    wanted: 'yes',
    isDone: isLinked,
    ...(own &&
      !foreign && {
        action: {
          method: 'POST',
          path: `/servicePrincipals/${principalId}/claimsMappingPolicies/$ref`,
          body: { '@odata.id': `${graphUrl}/v1.0/policies/claimsMappingPolicies/${own.id}` },
        } as const,
      }),
  });
  return { steps, notes: [] };
}

function unlink(principalId: string, { id, displayName }: ClaimsPolicy): Step {
  return {
    id: 'claims-unlink',
    what: `Claims policy "${displayName}"`,
    why: 'An application has one claims policy at most. The policy itself is kept.',
    current: 'in force',
    wanted: 'not in force',
    isDone: false,
    action: { method: 'DELETE', path: `/servicePrincipals/${principalId}/claimsMappingPolicies/${id}/$ref` },
  };
}

/** Entra gives the definition back as it was sent, but nothing promises that it keeps spaces. */
function isSame({ definition }: ClaimsPolicy, wanted: string): boolean {
  if (definition === undefined) return false;
  try {
    return JSON.stringify(JSON.parse(definition)) === wanted;
  } catch {
    return false;
  }
}
