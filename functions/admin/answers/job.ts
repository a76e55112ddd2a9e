import * as z from 'zod';

const time = z.iso.datetime();

export const cycle = z.object({
  id: z.string(),
  kind: z.enum(['initial', 'full']),
  phase: z.enum(['scanning', 'provisioning', 'ended', 'failed']),
  reason: z.string(),
  scanned: z.number().describe('Objects of Entra that were read'),
  planned: z.number().describe('Objects that are looked at; 0 until the scan has ended'),
  done: z.number(),
  failed: z.number(),
  skipped: z.number(),
  startedAt: time,
  endedAt: time.nullable(),
  error: z.string().nullable(),
});

export const deletion = z.object({
  kind: z.enum(['user', 'group']),
  id: z.string().describe('Entra object id'),
  slackId: z.string(),
  displayName: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
  stagedAt: time,
  runId: z.string(),
  decision: z.enum(['pending', 'approved', 'rejected']),
  decidedAt: time.nullable(),
  decidedBy: z.string().nullable(),
});

const channel = z.enum(['email', 'slackWebhook']);

/** Members that are not named are left as they come: the status grows. */
export const status = z.looseObject({
  state: z.enum(['notConfigured', 'active', 'paused', 'quarantine', 'disabled']),
  stateChange: z.object({ since: time, by: z.string().nullable() }).nullable(),
  cycle: cycle.extend({ percent: z.number() }).nullable().describe('The running cycle, or the last one'),
  lastCycles: z.array(cycle),
  entries: z.object({ users: z.number(), groups: z.number() }).describe('Active managed accounts and groups'),
  quarantine: z.looseObject({ reason: z.string(), code: z.string(), message: z.string(), since: time }).nullable(),
  stagedDeletions: z.object({
    pending: z.number(),
    since: time.nullable(),
    reason: z.string().nullable(),
    runId: z.string().nullable().describe('To be sent with a decision about "all"'),
    items: z.array(deletion).describe('The first hundred'),
  }),
  subscriptions: z.array(
    z.looseObject({ id: z.string(), resource: z.string(), expiresAt: time, notificationUrl: z.string() }),
  ),
  lastSweep: z
    .object({ startedAt: time, endedAt: time, error: z.string().optional(), failingSince: time.optional() })
    .nullable(),
  heartbeat: z.object({
    lastSweepAt: time.nullable(),
    nextExpectedAt: time.nullable(),
    isLate: z.boolean(),
    failingSince: time.nullable(),
  }),
  notificationGap: z
    .object({ last24Hours: z.number(), lastAt: time.nullable() })
    .describe('Changes of which no notification told in time'),
  escrows: z.object({
    count: z.number(),
    since: time.nullable(),
    reasons: z.array(z.object({ code: z.string(), count: z.number(), reason: z.string() })),
  }),
  deadLetters: z.object({ open: z.number() }),
  alerts: z
    .object({
      channels: z.array(channel),
      lastAt: time.nullable(),
      pending: z.array(z.object({ about: z.string(), channels: z.array(channel), error: z.string().nullable() })),
    })
    .describe('How administrators are told what is wrong, and what has not reached them yet'),
  queue: z
    .object({
      activeMessages: z.number(),
      scheduledMessages: z.number(),
      deadLetterMessages: z.number(),
      oldestActiveAt: time.nullable(),
      isPartial: z.boolean(),
    })
    .nullable(),
  slackBudget: z.object({
    inUsePercent: z.number(),
    budgets: z.array(
      z.object({ name: z.string(), perMinute: z.number(), inUsePercent: z.number(), freeAt: time.nullable() }),
    ),
  }),
});

export const jobAnswer = z.object({
  state: status.shape.state,
  since: time,
  done: z.array(z.string()).describe('What was done, a sentence each'),
});

export const connectionReport = z.object({
  ok: z.boolean(),
  baseUrl: z.string(),
  checks: z.array(
    z.object({
      name: z.string(),
      result: z.enum(['passed', 'warning', 'failed', 'skipped']),
      message: z.string(),
      action: z.string().optional(),
      code: z.string().optional(),
      httpStatus: z.number().optional(),
      milliseconds: z.number().optional(),
    }),
  ),
});
