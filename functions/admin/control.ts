import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { pauseJob, RESET_SCOPES, restartJob, startJob } from '../../shared/engine/controlJob.ts';
import { adminRoute } from './adminRoute.ts';

const criteria = z.strictObject({
  scopes: z
    .array(z.enum(RESET_SCOPES, { error: `Expected one of ${RESET_SCOPES.join(', ')}.` }))
    .max(RESET_SCOPES.length)
    .default([]),
});

/** Stops all writing to Slack. */
adminRoute({
  name: 'pause',
  method: 'POST',
  route: 'control/pause',
  access: 'write',
  handle: async ({ caller }, context) => pauseJob(caller, await composition().engine(context)),
});

/** Lets a paused, quarantined or disabled job go on. */
adminRoute({
  name: 'start',
  method: 'POST',
  route: 'control/start',
  access: 'write',
  handle: async ({ caller }, context) => startJob(caller, await composition().engine(context)),
});

/** Entra's restart with its scopes. */
adminRoute({
  name: 'restart',
  method: 'POST',
  route: 'control/restart',
  access: 'write',
  body: criteria,
  handle: async ({ body: { scopes }, caller }, context) =>
    restartJob(scopes, caller, await composition().engine(context)),
});
