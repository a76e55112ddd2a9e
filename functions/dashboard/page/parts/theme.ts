import { signal } from '@preact/signals';

const STORED = 'provisioning-theme';

export type Theme = 'system' | 'light' | 'dark';

const stored = localStorage.getItem(STORED);
export const theme = signal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system');

/** Shows the page in the chosen theme; the system's unless a person chose another. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = theme.value;
}

export function chooseTheme(choice: Theme): void {
  theme.value = choice;
  if (choice === 'system') localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, choice);
  applyTheme();
}
