import type { SigningCertificate } from '../../../shared/entra/signingCertificate.ts';
import { judgeSigningCertificate } from '../../../shared/plan/judgeSigningCertificate.ts';
import type { SsoWishes } from './planSso.ts';
import type { SignOn } from './readSso.ts';
import type { Step } from './step.ts';

interface CertificatePlan {
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

/** The certificate in force, and the one that is to follow it. */
export interface Certificates {
  readonly active: SigningCertificate | undefined;
  /** Lasts longer than the active one and long enough; undefined when there is none, or no need of one. */
  readonly next: SigningCertificate | undefined;
}

export function chooseCertificates({ certificates }: Pick<SignOn, 'certificates'>, now: Date): Certificates {
  const isGood = ({ expiresAt }: SigningCertificate) => judgeSigningCertificate(expiresAt, now).state === 'valid';
  const active = certificates.find(({ isActive }) => isActive);
  const next = certificates.find((one) => isGood(one) && one.expiresAt > (active?.expiresAt ?? now));
  return { active, next: next === active ? undefined : next };
}

/**
 * The first certificate is made and put to use at once. A later one is only made: Slack knows one certificate, and must be
 * given the new one at the moment when Entra begins to sign with it, which the person decides.
 */
export function planCertificate(
  principalId: string,
  signOn: SignOn,
  { now, activate, makesCertificates }: Pick<SsoWishes, 'now' | 'activate' | 'makesCertificates'>,
): CertificatePlan {
  const { active, next } = chooseCertificates(signOn, now);
  const isActiveGood = active !== undefined && judgeSigningCertificate(active.expiresAt, now).state === 'valid';
  const path = `/servicePrincipals/${principalId}`;
  const isThere = isActiveGood || next !== undefined;
  const making: Step = {
    id: 'certificate',
    what: active && !isActiveGood ? 'Signing certificate for the time after' : 'Signing certificate',
    why: 'Slack knows by it that an answer comes from Entra. It lasts three years.',
    current: describe(isActiveGood ? active : (next ?? active), now),
    wanted: isThere ? 'as it is' : 'a new one, for three years',
    isDone: isThere,
    ...(makesCertificates && {
      action: {
        method: 'POST',
        path: `${path}/addTokenSigningCertificate`,
        body: { displayName: `CN=Slack single sign-on ${now.getUTCFullYear()}` },
        creates: true,
      } as const,
    }),
  };
  if (!isThere && !makesCertificates) {
    const note =
      'Graph makes no signing certificates in this cloud. Make one in the Entra admin center (Single sign-on → SAML certificates → New certificate), activate it, and run this again.';
    return { steps: [], notes: [note] };
  }

  // The certificate asked for may run out later than the one in force, without any need of it.
  const wanted = active ? signOn.certificates.find(({ thumbprint }) => thumbprint === activate) : next;
  const isWanted = !active || activate !== undefined;
  const activating: Step = {
    id: 'active-certificate',
    what: 'Certificate to sign with',
    why: 'Of several certificates Entra signs with one.',
    current: describe(active, now),
    wanted: wanted ? describe(wanted, now) : 'the new one',
    isDone: active !== undefined && (wanted === undefined || wanted === active),
    ...(wanted && {
      action: { method: 'PATCH', path, body: { preferredTokenSigningKeyThumbprint: wanted.thumbprint } } as const,
    }),
  };
  return {
    steps: isWanted ? [making, activating] : [making],
    notes: notesOn(active, next, now, activate !== undefined),
  };
}

function notesOn(
  active: SigningCertificate | undefined,
  next: SigningCertificate | undefined,
  now: Date,
  isActivating: boolean,
): readonly string[] {
  if (!active || isActivating) return [];
  const { state, daysLeft } = judgeSigningCertificate(active.expiresAt, now);
  if (state === 'valid') return [];
  const when =
    state === 'expired'
      ? 'The signing certificate has run out: nobody can sign in.'
      : `The signing certificate runs out in ${daysLeft} days.`;
  const how = next
    ? 'A new one is ready. Enter it in Slack, and right after that run this with --activate: in between nobody can sign in.'
    : 'A new one is made now; signing goes on with the old one until --activate.';
  return [`${when} ${how}`];
}

function describe(certificate: SigningCertificate | undefined, now: Date): string {
  if (!certificate) return 'none';
  const { state } = judgeSigningCertificate(certificate.expiresAt, now);
  const until = certificate.expiresAt.toISOString().slice(0, 10);
  return `${certificate.thumbprint.slice(0, 8)}…, ${state === 'expired' ? 'ran out' : 'valid until'} ${until}`;
}
