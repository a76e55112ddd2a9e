import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { HostRequest } from './hostResponse.ts';

/** Keys that callers must show when authorization is on. */
export interface HostKeys {
  /** Opens functions of level `function`. */
  readonly function: string;
  /** Opens everything, the admin endpoints too. */
  readonly master: string;
}

export type AuthLevel = 'anonymous' | 'function' | 'admin';

export function generateKeys(): HostKeys {
  return { function: randomBytes(32).toString('base64url'), master: randomBytes(32).toString('base64url') };
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** An unknown level counts as `function`, the real host's default. */
export function authLevelOf(value: unknown): AuthLevel {
  const level = String(value ?? '').toLowerCase();
  return level === 'anonymous' || level === 'admin' ? level : 'function';
}

/** Whether a request shows a key good enough for a level; header `x-functions-key` before `?code=`. */
export function isAuthorized(request: HostRequest, level: AuthLevel, keys: HostKeys): boolean {
  if (level === 'anonymous') return true;
  const given = request.headers['x-functions-key'] ?? request.url.searchParams.get('code') ?? '';
  if (same(given, keys.master)) return true;
  return level === 'function' && same(given, keys.function);
}
