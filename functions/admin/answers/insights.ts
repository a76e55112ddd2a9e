import * as z from 'zod';
import type { Insights } from '../../../shared/model/insights.ts';

const counts = z.record(z.string(), z.number());

const insightCounts = z.object({
  outcomes: counts.describe('Entries by outcome'),
  actions: counts,
  statuses: counts,
  codes: counts.describe('By code, of those skipped, staged and failed; most frequent first'),
  successRate: z.number().nullable().describe('Successes among successes and failures, 0 to 1'),
  latency: z
    .object({
      count: z.number(),
      averageMs: z.number(),
      medianMs: z.number(),
      p95Ms: z.number(),
      buckets: z.array(z.object({ upToMs: z.number().nullable(), count: z.number() })),
    })
    .nullable()
    .describe('From the notification of a change to the answer of Slack'),
});

export const insights = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  days: z.array(insightCounts.extend({ day: z.iso.date() })).describe('Every day in UTC, the oldest first'),
  total: insightCounts,
}) satisfies z.ZodType<Insights>;
