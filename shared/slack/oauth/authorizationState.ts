import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long a person may take for the authorisation; Slack's own code lives as long. */
export const STATE_LIFETIME_MS = 10 * 60_000;

export interface StateContext {
  /** A secret of the app that all its instances know. */
  readonly key: string;
  /** A random value that only the browser which began the authorisation has, in a cookie. */
  readonly nonce: string;
  readonly now: Date;
}

/**
 * The `state` of an authorisation: when it ends, and a signature over that and the nonce. The nonce itself is not in it, so
 * that the address, which ends up in histories and logs, is of no use in another browser.
 */
export function signState({ key, nonce, now }: StateContext): string {
  const endsAt = now.getTime() + STATE_LIFETIME_MS;
  return `${endsAt}.${sign(endsAt, nonce, key)}`;
}

/** `forged` is also what was altered, made with another key, or begun in another browser. */
export function verifyState(state: string, { key, nonce, now }: StateContext): 'valid' | 'expired' | 'forged' {
  const [, end, signature] = /^(\d{1,15})\.([\w-]+)$/.exec(state) ?? [];
  if (end === undefined || signature === undefined || nonce === '') return 'forged';
  const expected = Buffer.from(sign(Number(end), nonce, key));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return now.getTime() < Number(end) ? 'valid' : 'expired';
}

function sign(endsAt: number, nonce: string, key: string): string {
  return createHmac('sha256', key).update(`slack-authorisation:${endsAt}:${nonce}`).digest('base64url');
}
