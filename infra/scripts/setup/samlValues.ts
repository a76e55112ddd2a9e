import type { SigningCertificate } from '../../../shared/entra/signingCertificate.ts';
import type { Cloud } from './cloud.ts';

/** What has to be entered in Slack. */
export interface SamlValues {
  /** SAML SSO URL. */
  readonly ssoUrl: string;
  /** Identity provider issuer. */
  readonly issuer: string;
  /** Public certificate, PEM; undefined when Graph does not show it. */
  readonly certificate: string | undefined;
  /** Service provider issuer, under the advanced options. */
  readonly serviceProviderIssuer: string;
  /** Where Entra publishes the same. */
  readonly metadataUrl: string;
}

export function samlValues(
  { loginUrl, issuerUrl }: Pick<Cloud, 'loginUrl' | 'issuerUrl'>,
  tenantId: string,
  application: { readonly appId: string; readonly identifier: string },
  certificate: Pick<SigningCertificate, 'certificate'> | undefined,
): SamlValues {
  return {
    ssoUrl: `${loginUrl}/${tenantId}/saml2`,
    issuer: `${issuerUrl}/${tenantId}/`,
    certificate: certificate?.certificate === undefined ? undefined : toPem(certificate.certificate),
    serviceProviderIssuer: application.identifier,
    metadataUrl: `${loginUrl}/${tenantId}/federationmetadata/2007-06/federationmetadata.xml?appid=${application.appId}`,
  };
}

/** @param der in base64 */
function toPem(der: string): string {
  const lines = der.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n');
}
