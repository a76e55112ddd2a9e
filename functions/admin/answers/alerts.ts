import * as z from 'zod';

export const alertTest = z.object({
  channels: z.array(
    z.object({
      name: z.enum(['email', 'slackWebhook']),
      ok: z.boolean(),
      error: z.string().nullable().describe('Why it did not work'),
    }),
  ),
});
