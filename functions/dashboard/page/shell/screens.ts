import type { ComponentType } from 'preact';
import { Connection } from '../connection/connection.tsx';
import { Demand } from '../demand/demand.tsx';
import { Insights } from '../insights/insights.tsx';
import { Logs } from '../logs/logs.tsx';
import { Mapping } from '../mappings/mapping.tsx';
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
  { name: 'logs', title: 'Logs', component: Logs },
  { name: 'provision', title: 'Provision on demand', component: Demand },
  { name: 'preview', title: 'Preview', component: PreviewScreen },
  { name: 'mapping', title: 'Mapping', component: Mapping },
  { name: 'insights', title: 'Insights', component: Insights },
  { name: 'connection', title: 'Connection', component: Connection },
];
