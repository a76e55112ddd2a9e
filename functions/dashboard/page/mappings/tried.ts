import { signal } from '@preact/signals';

/** The expression in the tester. */
export const tried = signal('Join(", ", [surname], [givenName])');

/** Puts the source of a mapping into the tester and shows it. */
export function trySource(source: string): void {
  tried.value = source;
  const field = document.getElementById('expression');
  field?.focus();
  field?.scrollIntoView({ block: 'center' });
}
