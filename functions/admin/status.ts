import { composition } from '../../shared/compose.ts';
import { readStatus } from '../../shared/engine/readStatus.ts';
import { adminRoute } from './adminRoute.ts';
import { status } from './answers/job.ts';

/** The job at a glance: state, running cycle with progress, subscriptions, last sweep. */
export const statusRoute = adminRoute({
  summary: 'The job at a glance: state, running cycle with progress, staged deletions, subscriptions',
  access: 'read',
  answer: status,
  handle: async (_request, context) => readStatus(await composition().engine(context)),
});
