import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { pauseJob, RESET_SCOPES, restartJob, startJob } from '../../shared/engine/controlJob.ts';
import { adminRoute } from './adminRoute.ts';
import { jobAnswer } from './answers/job.ts';

const criteria = z.strictObject({
  scopes: z
    .array(z.enum(RESET_SCOPES, { error: `Expected one of ${RESET_SCOPES.join(', ')}.` }))
    .max(RESET_SCOPES.length)
    .default([]),
});

/** Stops all writing to Slack. */
export const pauseRoute = adminRoute({
  summary: 'Stop all writing to Slack; what changes meanwhile is remembered',
  answer: jobAnswer,
  access: 'write',
  handle: async ({ caller }, context) => pauseJob(caller, await composition().engine(context)),
});

/** Lets a paused, quarantined or disabled job go on. */
export const startRoute = adminRoute({
  summary: 'Let a paused, quarantined or disabled job go on',
  answer: jobAnswer,
  access: 'write',
  handle: async ({ caller }, context) => startJob(caller, await composition().engine(context)),
});

/** Entra's restart with its scopes. */
export const restartRoute = adminRoute({
  summary: "Start afresh, with Entra's scopes of a restart",
  answer: jobAnswer,
  access: 'write',
  body: criteria,
  handle: async ({ body: { scopes }, caller }, context) =>
    restartJob(scopes, caller, await composition().engine(context)),
});
