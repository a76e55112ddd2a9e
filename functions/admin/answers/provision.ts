import * as z from 'zod';
import { KINDS, modifiedProperty, OUTCOMES, step } from './log.ts';

export const provisioned = z.object({
  requestId: z.string().nullable().describe('Where to look later: provision/{requestId}. null: it was a dry run'),
  dryRun: z.boolean(),
  kind: z.enum(KINDS),
  id: z.string().describe('Entra object id'),
  displayName: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
  requestedAt: z.iso.datetime(),
  requestedBy: z.string(),
  state: z
    .enum(['queued', 'running', 'waiting', 'done'])
    .describe('queued: no worker has it yet. waiting: it is tried again, note says why. done: the outcome is there'),
  note: z.string().nullable(),
  outcome: z.enum(OUTCOMES).nullable().describe('null until the state is done'),
  code: z.string().optional(),
  reason: z.string().optional(),
  recommendedAction: z.string().nullable(),
  slackId: z.string().optional(),
  steps: z.array(step).describe('What has been done so far'),
  modifiedProperties: z.array(modifiedProperty),
});

export const hit = z.object({
  kind: z.enum(KINDS),
  id: z.string().describe('Entra object id'),
  displayName: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
  mail: z.string().nullable(),
  details: z.string().nullable().describe('Job title and department, or the description of a group'),
  isEnabled: z.boolean(),
});
