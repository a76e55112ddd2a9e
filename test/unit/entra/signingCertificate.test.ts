import { describe, expect, it } from 'vitest';
import { readSigningCertificateExpiry, signingCertificatesIn } from '../../../shared/entra/signingCertificate.ts';
import { judgeSigningCertificate } from '../../../shared/plan/judgeSigningCertificate.ts';

const key = (identifier: string, endDateTime: string, more: object = {}) => ({
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  customKeyIdentifier: Buffer.from(identifier, 'hex').toString('base64'),
  key: null,
  endDateTime,
  ...more,
});
const principal = {
  preferredSingleSignOnMode: 'saml',
  preferredTokenSigningKeyThumbprint: 'aa01',
  keyCredentials: [
    key('AA01', '2027-01-01T00:00:00Z'),
    key('AA01', '2027-01-01T00:00:00Z', { type: 'X509CertAndPassword', usage: 'Sign' }),
    key('BB02', '2029-01-01T00:00:00Z'),
  ],
};
const read = (answer: unknown) => readSigningCertificateExpiry({ get: async () => answer }, 'sp-1');

describe('signing certificates', () => {
  it('are listed once each, the longest lasting first, with the active one marked', () => {
    expect(signingCertificatesIn(principal).map(({ thumbprint, isActive }) => [thumbprint, isActive])).toEqual([
      ['BB02', false],
      ['AA01', true],
    ]);
  });

  it('run out when the active one does', async () => {
    expect(await read(principal)).toEqual(new Date('2027-01-01T00:00:00Z'));
  });

  it.each([
    ['sign-in is not by SAML', { ...principal, preferredSingleSignOnMode: null }],
    ['none is active', { ...principal, preferredTokenSigningKeyThumbprint: null }],
    ['Graph shows no keys', { preferredSingleSignOnMode: 'saml' }],
  ])('have no end when %s', async (_name, answer) => {
    expect(await read(answer)).toBeUndefined();
  });

  it.each([
    ['2026-07-31T12:00:00Z', { state: 'valid', daysLeft: 60 }],
    ['2026-07-31T11:59:59Z', { state: 'expiring', daysLeft: 59 }],
    ['2026-06-01T12:00:01Z', { state: 'expiring', daysLeft: 0 }],
    ['2026-06-01T12:00:00Z', { state: 'expired', daysLeft: 0 }],
  ])('that end at %s are judged on 1 June', (end, verdict) => {
    expect(judgeSigningCertificate(new Date(end), new Date('2026-06-01T12:00:00Z'))).toEqual(verdict);
  });
});
