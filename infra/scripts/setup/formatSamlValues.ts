import type { SamlValues } from './samlValues.ts';

/** The values for Slack, where to enter them, and how to try it. */
export function formatSamlValues(values: SamlValues, domain: string, isRenewal: boolean): string {
  const { ssoUrl, issuer, certificate, serviceProviderIssuer, metadataUrl } = values;
  const pem = certificate ?? `Graph does not show it; take it from ${metadataUrl}`;
  if (isRenewal) {
    return [
      'The new certificate. In Slack: Settings & administration → Workspace settings → Authentication → SAML → Change settings.',
      '',
      pem,
      '',
      'Save it there, and right after that run this again with --activate. In between nobody can sign in; who is signed in stays so.',
    ].join('\n');
  }
  return [
    'In Slack, as an owner: Settings & administration → Workspace settings → Authentication → SAML authentication → Configure.',
    '(Enterprise: organisation settings → Security → SSO settings.) Switch on the test mode at the top right, and enter:',
    '',
    `  SAML SSO URL              ${ssoUrl}`,
    `  Identity provider issuer  ${issuer}`,
    '  Public certificate',
    '',
    pem,
    '',
    'Under the advanced options:',
    '',
    "  AuthnContextClassRef      Don't send this value",
    `  Service provider issuer   ${serviceProviderIssuer}`,
    '  Responses signed          off',
    '  Assertions signed         on',
    '',
    `To try it: save in test mode, and open https://${domain}.slack.com/sso/saml/start in a private window, as somebody who is assigned`,
    'to the Slack application. If that works, switch the test mode off. docs/sso.md says what the usual errors mean.',
  ].join('\n');
}
