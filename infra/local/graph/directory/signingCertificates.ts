import { badRequest } from '../graphError.ts';
import type { ServicePrincipalRecord } from './applicationRecords.ts';
import type { DirectoryState } from './directoryState.ts';
import { createCertificate } from './selfSignedCertificate.ts';

/** One half of a signing key, as `keyCredentials` lists it. */
export interface KeyCredential {
  /** The certificate's SHA-1 thumbprint in base64. */
  readonly customKeyIdentifier: string;
  readonly displayName: string;
  readonly endDateTime: string;
  /** The certificate (DER) in base64; null for the private key, which nobody gets. */
  readonly key: string | null;
  readonly keyId: string;
  readonly startDateTime: string;
  readonly type: 'AsymmetricX509Cert' | 'X509CertAndPassword';
  readonly usage: 'Sign' | 'Verify';
}

export function keysOf({ properties }: ServicePrincipalRecord): readonly KeyCredential[] {
  return properties.keyCredentials as readonly KeyCredential[];
}

/** The key with a thumbprint (hexadecimal). */
export function keyOf(principal: ServicePrincipalRecord, thumbprint: string): KeyCredential | undefined {
  const identifier = Buffer.from(thumbprint, 'hex').toString('base64');
  return keysOf(principal).find(({ customKeyIdentifier }) => customKeyIdentifier === identifier);
}

/** Longest validity (serviceprincipal-addtokensigningcertificate). */
const LONGEST_YEARS = 3;

/**
 * Makes a self-signed certificate with its private key. It signs nothing until its thumbprint is the preferred one.
 * @returns the answer's body, with the public part
 * @throws GraphError 400
 */
export async function addTokenSigningCertificate(
  state: DirectoryState,
  id: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { displayName } = input;
  const start = new Date(Math.floor(state.now() / 1000) * 1000);
  const latest = new Date(start);
  latest.setUTCFullYear(latest.getUTCFullYear() + LONGEST_YEARS);
  const end =
    input.endDateTime === undefined
      ? latest
      : new Date(Math.floor(Date.parse(String(input.endDateTime)) / 1000) * 1000);
  if (typeof displayName !== 'string' || !/^CN=./.test(displayName)) {
    throw badRequest('The displayName of a token signing certificate must start with CN=.');
  }
  if (!(end > start && end <= latest)) throw badRequest('The endDateTime of the certificate is not valid.');

  const certificate = await createCertificate({ commonName: displayName.slice(3), start, end });
  const shared = {
    customKeyIdentifier: certificate.thumbprint.toString('base64'),
    displayName,
    endDateTime: toSeconds(end),
    startDateTime: toSeconds(start),
  };
  const key = certificate.der.toString('base64');
  const verify: KeyCredential = { ...shared, key, keyId: state.newId(), type: 'AsymmetricX509Cert', usage: 'Verify' };
  const sign: KeyCredential = {
    ...shared,
    key: null,
    keyId: state.newId(),
    type: 'X509CertAndPassword',
    usage: 'Sign',
  };
  const current = state.servicePrincipals.get(id);
  if (current) {
    const keyCredentials = [...keysOf(current), sign, verify];
    state.putServicePrincipal(id, { ...current, properties: { ...current.properties, keyCredentials } });
  }
  return { ...verify, thumbprint: certificate.thumbprint.toString('hex').toUpperCase() };
}

function toSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
