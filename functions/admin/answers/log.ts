import * as z from 'zod';
import type { Cause, ObjectKind } from '../../../shared/model/change.ts';
import type { LogAction, LogStatus, LogSummary } from '../../../shared/model/logSummary.ts';
import type { OutcomeType, StepType } from '../../../shared/model/outcome.ts';

export const KINDS = ['user', 'group'] as const satisfies readonly ObjectKind[];
export const ACTIONS = [
  ...(['create', 'adopt', 'update', 'enable', 'disable', 'delete', 'other'] as const),
] satisfies readonly LogAction[];
export const STATUSES = ['success', 'skipped', 'failure'] as const satisfies readonly LogStatus[];
export const OUTCOMES = [
  ...(['created', 'adopted', 'updated', 'disabled', 'unchanged', 'skipped', 'failed', 'staged', 'deferred'] as const),
] satisfies readonly OutcomeType[];
export const CAUSES = [
  ...(['notification', 'delta', 'assignment', 'reference', 'full', 'retry', 'onDemand'] as const),
] satisfies readonly Cause[];
const STEPS = [
  ...(['import', 'scoping', 'matching', 'processing', 'referenceResolution', 'export'] as const),
] satisfies readonly StepType[];

/** What an attribute can hold. */
export const attributeValue = z.union([z.string(), z.boolean(), z.number(), z.null(), z.array(z.string())]);

export const modifiedProperty = z.object({
  name: z.string(),
  old: attributeValue.optional().describe('Missing: not known. null: empty'),
  new: attributeValue,
});

export const step = z.object({
  type: z.enum(STEPS),
  status: z.enum(['success', 'skipped', 'failure']),
  details: z.record(z.string(), z.unknown()).describe('What was seen or decided'),
});

export const logSummary = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(KINDS),
  sourceId: z.string().describe('Entra object id'),
  displayName: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
  mail: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  status: z.enum(STATUSES),
  action: z.enum(ACTIONS).describe('What was done; of a skip or a failure, what was about to be done'),
  code: z.string().nullable(),
  reason: z.string().nullable().describe('In plain language'),
  slackId: z.string().nullable(),
  cause: z.enum(CAUSES),
  attempt: z.number(),
  cycleId: z.string().nullable(),
  durationMs: z.number(),
  changed: z.array(z.string()).describe('Names of the attributes that were written'),
}) satisfies z.ZodType<LogSummary>;

export const logPage = z.object({
  items: z.array(logSummary).describe('Newest first'),
  scannedUntil: z.iso
    .datetime()
    .nullable()
    .describe('Down to when the log was looked at. null: there is nothing more to look at'),
  next: z.string().nullable().describe('Send it as "next" for the following page; items may be empty before the end'),
  newest: z.string().nullable().describe('Send it as "after" to get what has come since. null: send the one before'),
});

export const logEntry = logSummary.extend({
  steps: z.array(step),
  modifiedProperties: z.array(modifiedProperty),
  recommendedAction: z.string().nullable().describe('What a person can do about the code; null when nothing is wrong'),
});
