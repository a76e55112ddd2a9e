import { createHash } from 'node:crypto';
import type { GraphClient } from './graphClient.ts';
import { type GraphRow, isRow } from './listPages.ts';

/** A certificate with which Entra signs SAML responses of an enterprise application. */
export interface SigningCertificate {
  /** SHA-1, hexadecimal, upper-case. */
  readonly thumbprint: string;
  readonly expiresAt: Date;
  /** Whether responses are signed with it; of several certificates one is. */
  readonly isActive: boolean;
  /** DER in base64; undefined where Graph does not show it. */
  readonly certificate: string | undefined;
}

/** What `signingCertificatesIn` needs to have been selected. */
export const SIGNING_PROPERTIES = 'preferredSingleSignOnMode,preferredTokenSigningKeyThumbprint,keyCredentials';

/**
 * The signing certificates of a service principal as Graph shows it, those that run out last first. The key pairs are listed
 * in halves (`Sign`, `Verify`), of which the second is the certificate (serviceprincipal-addtokensigningcertificate).
 */
export function signingCertificatesIn(principal: GraphRow): readonly SigningCertificate[] {
  const { keyCredentials, preferredTokenSigningKeyThumbprint } = principal;
  const active = String(preferredTokenSigningKeyThumbprint ?? '').toUpperCase();
  const keys = Array.isArray(keyCredentials) ? keyCredentials.filter(isRow) : [];
  return keys
    .filter(({ usage, type }) => usage === 'Verify' && type === 'AsymmetricX509Cert')
    .map(({ key, customKeyIdentifier, endDateTime }) => {
      const certificate = typeof key === 'string' && key !== '' ? key : undefined;
      const thumbprint = thumbprintOf(certificate, customKeyIdentifier);
      return { thumbprint, expiresAt: new Date(String(endDateTime)), isActive: thumbprint === active, certificate };
    })
    .sort((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime());
}

function thumbprintOf(certificate: string | undefined, identifier: unknown): string {
  if (certificate !== undefined) {
    return createHash('sha1').update(Buffer.from(certificate, 'base64')).digest('hex').toUpperCase();
  }
  return Buffer.from(String(identifier ?? ''), 'base64')
    .toString('hex')
    .toUpperCase();
}

/**
 * When the certificate runs out with which SAML responses of an application are signed; undefined when people do not sign in to
 * it by SAML, or none is active. One request; takes `Application.Read.All`. Throws ProvisioningError.
 */
export async function readSigningCertificateExpiry(
  client: Pick<GraphClient, 'get'>,
  servicePrincipalId: string,
): Promise<Date | undefined> {
  const path = `/servicePrincipals/${encodeURIComponent(servicePrincipalId)}?$select=${SIGNING_PROPERTIES}`;
  const principal = await client.get(path);
  if (!isRow(principal) || principal.preferredSingleSignOnMode !== 'saml') return undefined;
  return signingCertificatesIn(principal).find(({ isActive }) => isActive)?.expiresAt;
}
