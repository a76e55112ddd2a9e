import { isProvisioningError } from '../../errors/provisioningError.ts';
import type { ConnectionCheck } from '../../ports/connection.ts';
import { SLACK_ERRORS } from '../errors/slackErrors.ts';

/** An error for a person: what happened, and what to do apart from it where that is known. */
export function describeFailure(error: unknown): Pick<ConnectionCheck, 'message' | 'action' | 'code'> {
  if (!isProvisioningError(error)) return { message: 'Something unexpected happened.', code: 'InternalError' };
  const { code, message } = error;
  const known = SLACK_ERRORS.get(code);
  if (!known || !message.startsWith(known.explanation)) return { message, code };
  return { message: known.explanation, action: known.recommendedAction, code };
}
