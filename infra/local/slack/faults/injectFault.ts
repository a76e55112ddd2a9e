import type { LocalResponse } from '../../http/server.ts';
import type { Faults } from './faults.ts';

/** Picks the status of an injected server error; `undefined` when this request is spared. */
export function drawServerError(faults: Faults, method: string, random: () => number): number | undefined {
  const errors = faults.serverErrors;
  if (errors.methods.length > 0 && !errors.methods.includes(method)) return undefined;
  const isNext = errors.next > 0;
  if (!isNext && (errors.probability <= 0 || random() >= errors.probability)) return undefined;
  if (isNext) errors.next -= 1;
  return errors.statuses[Math.floor(random() * errors.statuses.length)] ?? 503;
}

/** A server error as it comes from something in front of the API: an HTML page, or an empty answer. */
export function renderServerError(status: number, isHtml: boolean): LocalResponse {
  if (!isHtml) return { status };
  const body = `<!DOCTYPE html><html><head><title>Server Error | Slack</title></head><body><h1>${status}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

type Countdown = 'dropAnswers' | 'cutAnswers' | 'resourceLocked' | 'invitedUserNotCreated';

/** Counts a fault down; true when it strikes now. */
export function strikes(faults: Faults, fault: Countdown): boolean {
  if (faults[fault] <= 0) return false;
  faults[fault] -= 1;
  return true;
}

/** Half of an answer: fewer bytes come than its length promised, and the connection ends. */
export function cutAnswer(response: LocalResponse): LocalResponse {
  const whole = Buffer.from(String(response.body));
  return {
    ...response,
    headers: { ...response.headers, 'content-length': String(whole.length), connection: 'close' },
    body: whole.subarray(0, Math.floor(whole.length / 2)),
  };
}
