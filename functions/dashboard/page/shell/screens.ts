import type { ComponentType } from 'preact';
import { Overview } from '../overview/overview.tsx';

export interface Screen {
  /** Its name in the address. */
  readonly name: string;
  readonly title: string;
  readonly component: ComponentType;
}

export const SCREENS: readonly Screen[] = [{ name: 'overview', title: 'Overview', component: Overview }];
