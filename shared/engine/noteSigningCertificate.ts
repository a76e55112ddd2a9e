import type { EngineDependencies } from './dependencies.ts';

/**
 * Notes when the certificate of single sign-on runs out, so that the status can warn before nobody can sign in. Nothing hangs on
 * it: when it cannot be read, what was noted before stays.
 */
export async function noteSigningCertificate({
  source,
  job,
  logger,
}: Pick<EngineDependencies, 'source' | 'job' | 'logger'>): Promise<void> {
  try {
    const expiresAt = await source.signingCertificateExpiry();
    await job.write('signingCertificate', { expiresAt: expiresAt?.toISOString() ?? null });
  } catch (error) {
    logger.warn(`The signing certificate was not read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
