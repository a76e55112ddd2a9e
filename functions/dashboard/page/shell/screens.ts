import type { ComponentType } from 'preact';
import { Overview } from '../overview/overview.tsx';
import { PreviewScreen } from '../preview/preview.tsx';

export interface Screen {
  /** Its name in the address. */
  readonly name: string;
  readonly title: string;
  readonly component: ComponentType;
}

export const SCREENS: readonly Screen[] = [
  { name: 'overview', title: 'Overview', component: Overview },
  { name: 'preview', title: 'Preview', component: PreviewScreen },
];
