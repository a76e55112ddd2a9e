/** How long before its end a signing certificate is to be renewed: the first of Entra's own reminders comes 60 days before. */
export const RENEW_DAYS_BEFORE = 60;

const DAY_MS = 24 * 60 * 60_000;

export interface CertificateVerdict {
  readonly state: 'valid' | 'expiring' | 'expired';
  /** Whole days that are left; negative after the end. */
  readonly daysLeft: number;
}

/** Whether people can go on signing in with this certificate. */
export function judgeSigningCertificate(expiresAt: Date, now: Date): CertificateVerdict {
  const leftMs = expiresAt.getTime() - now.getTime();
  const daysLeft = Math.floor(leftMs / DAY_MS);
  if (leftMs <= 0) return { state: 'expired', daysLeft };
  return { state: daysLeft < RENEW_DAYS_BEFORE ? 'expiring' : 'valid', daysLeft };
}
