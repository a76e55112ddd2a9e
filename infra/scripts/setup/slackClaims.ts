import type { ProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';

/**
 * What a NameID may be made of in a claims policy (reference-claims-mapping-policy-type, "Exceptions and restrictions"); the
 * object id, which never changes, is not among it.
 */
export const NAME_ID_SOURCES = ['userprincipalname', 'mail', 'employeeid', 'onpremisessamaccountname'] as const;
export type NameIdSource = (typeof NAME_ID_SOURCES)[number];

export function isNameIdSource(name: string): name is NameIdSource {
  return NAME_ID_SOURCES.some((source) => source === name);
}

export type EmailSource = 'mail' | 'userprincipalname';

/**
 * Which attribute must be Slack's `User.Email`: the one that provisioning writes to the account, because Slack finds the
 * account by it when somebody signs in for the first time.
 * @returns undefined when the mapping is more than one of the two attributes
 */
export function emailSourceOf({ users }: Pick<ProvisioningConfig, 'users'>): EmailSource | undefined {
  const source = users.mappings.find(({ target }) => target === 'emails[type eq "work"].value')?.source;
  const attribute = /^\s*\[(\w+)\]\s*$/.exec(source ?? '')?.[1]?.toLowerCase();
  return attribute === 'mail' || attribute === 'userprincipalname' ? attribute : undefined;
}

/** The definition of a claims policy with the claims that Slack reads (Slack's "Custom SAML single sign-on"; Entra's Slack tutorial). */
export function slackClaims(nameId: NameIdSource, email: EmailSource): string {
  const claim = (ID: string, SamlClaimType: string, more: object = {}) => ({
    Source: 'user',
    ID,
    SamlClaimType,
    ...more,
  });
  return JSON.stringify({
    ClaimsMappingPolicy: {
      Version: 1,
      IncludeBasicClaimSet: 'true',
      ClaimsSchema: [
        claim(nameId, 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier', {
          SamlNameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
        }),
        claim(email, 'User.Email'),
        claim('userprincipalname', 'User.Username'),
        claim('givenname', 'first_name'),
        claim('surname', 'last_name'),
      ],
    },
  });
}
