import { signal } from '@preact/signals';

const STORED = 'provisioning-key';

/** What stands between this page and the admin routes; undefined while nothing does. */
export type Barrier =
  | { readonly kind: 'key'; readonly refused: boolean }
  | { readonly kind: 'signIn'; readonly detail: string }
  | { readonly kind: 'role'; readonly detail: string };

export const barrier = signal<Barrier | undefined>(undefined);

/** The function key that was entered, kept as long as the browser tab lives. */
export function functionKey(): string | null {
  return sessionStorage.getItem(STORED);
}

/** Keeps a function key for this tab, and lets the page try again. */
export function enterKey(key: string): void {
  sessionStorage.setItem(STORED, key);
  barrier.value = undefined;
}

export function forgetKey(): void {
  sessionStorage.removeItem(STORED);
}

/**
 * Takes a key from `#code=…`, the part of an address that no browser sends and no server logs, and removes it from the address
 * bar and the history.
 */
export function takeKeyFromAddress(): void {
  const fragment = location.hash.slice(1);
  const match = /(?:^|[?&])code=([^&]*)/u.exec(fragment);
  if (!match?.[1]) return;
  enterKey(decodeURIComponent(match[1]));
  const rest = fragment.replace(/([?&]?)code=[^&]*&?/u, '$1').replace(/[?&]$/u, '');
  history.replaceState(null, '', `${location.pathname}${location.search}${rest ? `#${rest}` : ''}`);
}
