import { ProvisioningError } from '../../errors/provisioningError.ts';

/** Faults that arise before a request is on its way, so that it cannot have been carried out. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The system's code of a failed `fetch`, which it hides in the cause (several causes where several addresses were tried). */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return 'cause' in error ? codeOf(error.cause) : undefined;
}

/**
 * No answer came, or it broke off.
 * @param isWrite a write that may have been carried out has lost its answer
 */
export function networkError(error: unknown, isWrite: boolean): ProvisioningError {
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  const code = isTimeout ? 'Timeout' : (codeOf(error) ?? 'NetworkError');
  const message = isTimeout ? 'Slack did not answer in time.' : `Slack could not be reached (${code}).`;
  return new ProvisioningError('retry', code, message, { lostAnswer: isWrite && !NOT_SENT.has(code), cause: error });
}
