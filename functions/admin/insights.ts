import * as z from 'zod';
import { composition } from '../../shared/compose.ts';
import { readInsights } from '../../shared/engine/readInsights.ts';
import { adminRoute } from './adminRoute.ts';
import { insights } from './answers/insights.ts';

const query = z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) });

/** What happened by day. */
export const insightsRoute = adminRoute({
  summary: 'Outcomes, actions, error codes, success rate and time from change to Slack, by day',
  access: 'read',
  query,
  answer: insights,
  handle: async ({ query: { days } }, context) => readInsights(days, await composition().engine(context)),
});
