import { ProvisioningError } from '../../errors/provisioningError.ts';

/** Slack answered with success and JSON, but not with what was asked for; a write may have been carried out. */
export function unreadableAnswer(noun: 'a user' | 'a group' | 'a list', isWrite: boolean): ProvisioningError {
  const message = `Slack answered with success, but not with ${noun}. Check SLACK_SCIM_BASE_URL.`;
  return new ProvisioningError('retry', 'UnreadableAnswer', message, { lostAnswer: isWrite });
}
