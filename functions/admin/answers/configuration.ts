import * as z from 'zod';
import type { ConfigurationDescription } from '../../../shared/model/configurationDescription.ts';

const texts = z.array(z.string());

const mapping = z.object({
  target: z.string(),
  type: z.enum(['String', 'Boolean', 'Reference']),
  description: z.string().describe('What Slack makes of the target'),
  required: z.boolean(),
  kind: z.enum(['direct', 'constant', 'expression', 'none']),
  source: z.string().nullable(),
  attributes: texts.describe('Source attributes that the source names'),
  default: z.string().nullable(),
  match: z.number().nullable().describe('Matching precedence, lowest first'),
  apply: z.enum(['always', 'onCreate']),
  whenEmpty: z.enum(['clear', 'keep']),
});

const clause = z.object({ attribute: z.string(), operator: z.string(), value: z.string().exactOptional() });

const described = z.object({
  actions: texts,
  filters: z.array(z.object({ name: z.string(), clauses: z.array(clause) })),
  mappings: z.array(mapping),
});

const deletionLimit = z.object({ count: z.number(), percent: z.number() });

export const configuration = z.object({
  hash: z.string().describe('Of what decides how Slack ought to look'),
  appVersion: z.string(),
  enabled: z.boolean(),
  scope: z.record(z.string(), z.string()),
  users: described,
  groups: described.extend({ enabled: z.boolean(), drift: z.string() }),
  safety: z.object({
    maxDeletions: deletionLimit,
    maxMemberRemovals: deletionLimit,
    protect: texts,
    leaver: z.string(),
    disabledInSlack: z.string(),
  }),
  quarantine: z.record(z.string(), z.union([z.number(), z.array(z.number())])),
  schedules: z.record(z.string(), z.string()),
  pacing: z.object({ headroomPercent: z.number() }),
  notify: z.object({ email: texts, slackWebhook: z.string().nullable().describe('Without its secret part') }),
  logs: z.object({ retentionDays: z.number() }),
  environment: z.object({
    tenantId: z.string().nullable(),
    servicePrincipalId: z.string().nullable(),
    graph: z.string(),
    slack: z.string(),
    slackTokenFrom: z.enum(['setting', 'keyVault', 'file']),
    canAuthorizeSlack: z.boolean(),
    notificationUrl: z.string(),
    notifySender: z.string().nullable(),
    adminAuth: z.enum(['key', 'entra']),
  }),
}) satisfies z.ZodType<ConfigurationDescription>;
