import { isLoopback } from './settingsReader.ts';

export const WEBHOOK_PROBLEM =
  'Expected the https address of a Slack incoming webhook, e.g. https://hooks.slack.com/services/T…/B…/….';

/** Whoever knows the address can post, so that it is never sent in the clear; plain http is for this machine only. */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}
