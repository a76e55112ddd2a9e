import * as z from 'zod';
import { KINDS, modifiedProperty, OUTCOMES } from './log.ts';

const counts = z.record(z.string(), z.number());

export const preview = z.object({
  summary: z.looseObject({
    scanned: z.number(),
    created: z.number(),
    adopted: z.number(),
    updated: z.number(),
    enabled: z.number(),
    disabled: z.number(),
    staged: z.number().describe('Over the limit of deletions'),
    skipped: z.number(),
    failed: z.number(),
    codes: counts,
    updatesByAttribute: counts,
    notice: z.string().nullable().describe('Why removals were left out altogether'),
    notLookedAt: z.number().describe('0 when the preview is whole'),
  }),
  items: z.array(
    z.looseObject({
      kind: z.enum(KINDS),
      id: z.string(),
      displayName: z.string().nullable(),
      userPrincipalName: z.string().nullable(),
      outcome: z.enum(OUTCOMES),
      code: z.string().optional(),
      reason: z.string().optional(),
      slackId: z.string().optional(),
      modifiedProperties: z.array(modifiedProperty),
    }),
  ),
  total: z.number().describe('How many items there are in all'),
});
