import { composition } from '../../shared/compose.ts';
import { adminRoute } from './adminRoute.ts';

/** Whether Slack can be used as it is set up: token, person, plan, reading. Writes nothing; a bad result is an answer too. */
adminRoute({
  name: 'connectionTest',
  method: 'POST',
  route: 'connection/test',
  access: 'read',
  handle: async () => (await composition().connection()).run(),
});
