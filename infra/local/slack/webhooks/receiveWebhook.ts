import type { LocalRequest, LocalResponse } from '../../http/server.ts';
import type { Faults } from '../faults/faults.ts';

/** A message that came through an incoming webhook. */
export interface WebhookMessage {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `T…/B…/…` */
  readonly webhook: string;
  readonly text: string;
}

/** Slack's errors, which come as plain text (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
const STATUSES: Readonly<Record<string, number>> = {
  invalid_payload: 400,
  no_text: 400,
  too_many_attachments: 400,
  user_not_found: 400,
  action_prohibited: 403,
  invalid_token: 403,
  posting_to_general_channel_denied: 403,
  team_disabled: 403,
  channel_not_found: 404,
  no_active_hooks: 404,
  no_service: 404,
  no_team: 404,
  channel_is_archived: 410,
  rate_limited: 429,
  rollup_error: 500,
};

/**
 * `POST /services/T…/B…/…` as at hooks.slack.com: JSON, or a form with the JSON as `payload`; 200 `ok`. Any well-formed address
 * is a webhook, unless `faults.webhookError` says otherwise.
 */
export function receiveWebhook(
  messages: WebhookMessage[],
  faults: Faults,
  now: () => number,
): (request: LocalRequest) => LocalResponse {
  return ({ url, body, headers }) => {
    const [, webhook = '', team = ''] = /^\/services\/((T[A-Z0-9]+)\/B[A-Z0-9]+\/\w+)$/.exec(url.pathname) ?? [];
    if (faults.webhookError !== '') return refuse(faults.webhookError);
    if (team === '') return refuse(/^\/services\/T[A-Z0-9]+(\/|$)/.test(url.pathname) ? 'no_service' : 'no_team');
    const payload = readPayload(body.toString('utf8'), String(headers['content-type'] ?? ''));
    if (payload === undefined) return refuse('invalid_payload');
    const { text, blocks, attachments } = payload;
    const isEmpty = typeof text !== 'string' || text === '';
    if (isEmpty && !Array.isArray(blocks) && !Array.isArray(attachments)) return refuse('no_text');
    messages.push({ at: now(), webhook, text: isEmpty ? '' : text });
    return { status: 200, headers: { 'content-type': 'text/html' }, body: 'ok' };
  };
}

function refuse(name: string): LocalResponse {
  const status = STATUSES[name] ?? 400;
  const later = status === 429 ? { 'retry-after': '1' } : {};
  return { status, headers: { 'content-type': 'text/html', ...later }, body: name };
}

function readPayload(body: string, contentType: string): Readonly<Record<string, unknown>> | undefined {
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  try {
    const payload: unknown = JSON.parse(isForm ? (new URLSearchParams(body).get('payload') ?? '') : body);
    return typeof payload === 'object' && payload !== null ? (payload as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
