import { composition } from '../../shared/compose.ts';
import { adminRoute } from './adminRoute.ts';
import { connectionReport } from './answers/job.ts';

/** Whether Entra and Slack can be used as they are set up: permissions, subscriptions, token, plan, reading. Writes nothing; a bad result is an answer too. */
export const connectionTestRoute = adminRoute({
  summary: 'Whether Slack can be used as it is set up: token, scopes, plan, reading; writes nothing',
  access: 'read',
  answer: connectionReport,
  handle: async () => (await composition().connection()).run(),
});
