import { composition } from '../../shared/compose.ts';
import { readStatus } from '../../shared/engine/readStatus.ts';
import { adminRoute } from './adminRoute.ts';

/** The job at a glance: state, running cycle with progress, subscriptions, last sweep. */
adminRoute({
  name: 'status',
  method: 'GET',
  route: 'status',
  access: 'read',
  handle: async (_request, context) => readStatus(await composition().engine(context)),
});
