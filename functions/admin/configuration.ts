import { composition } from '../../shared/compose.ts';
import { adminRoute } from './adminRoute.ts';
import { configuration } from './answers/configuration.ts';

/** What the app runs under, for people to read. */
export const configurationRoute = adminRoute({
  summary: 'The configuration in force: mappings, filters, scope, safety and where the app is connected to; no secrets',
  access: 'read',
  answer: configuration,
  handle: () => composition().describeConfiguration(),
});
