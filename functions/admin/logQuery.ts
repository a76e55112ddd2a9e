import * as z from 'zod';
import type { LogQuery } from '../../shared/engine/readLogs.ts';
import type { LogFilter } from '../../shared/model/logFilter.ts';
import { ACTIONS, CAUSES, KINDS, OUTCOMES, STATUSES } from './answers/log.ts';

const LONGEST_TEXT = 200;

/** Several values, separated by commas. */
function listOf<const Value extends string>(values: readonly Value[]) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(values, { error: `Expected one or more of ${values.join(', ')}, separated by commas.` })))
    .optional();
}

const time = z.coerce.date({ error: 'Expected a date and time in ISO 8601, e.g. 2026-01-31T12:00:00Z.' }).optional();

const place = z.string().max(100).optional();

/** The query of the log routes. */
export const logQuery = z.strictObject({
  person: z
    .string()
    .min(1)
    .max(LONGEST_TEXT)
    .optional()
    .describe('Entra object id, Slack id, user principal name, e-mail address or a part of the name'),
  kind: z.enum(KINDS).optional(),
  action: listOf(ACTIONS).describe(`Some of ${ACTIONS.join(', ')}`),
  outcome: listOf(OUTCOMES).describe(`Some of ${OUTCOMES.join(', ')}`),
  status: listOf(STATUSES).describe(`Some of ${STATUSES.join(', ')}`),
  // Not `code`: that is how a function key can be sent.
  errorCode: z.string().max(LONGEST_TEXT).optional().describe('One or more codes, separated by commas'),
  cause: listOf(CAUSES).describe(`Some of ${CAUSES.join(', ')}`),
  cycleId: z.string().max(100).optional(),
  text: z
    .string()
    .max(LONGEST_TEXT)
    .optional()
    .describe('Words that must all occur in names, ids, code, reason or changed attributes'),
  from: time.describe('Not older than'),
  to: time.describe('Not newer than'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  next: place.describe('"next" of the page before'),
  after: place.describe(
    '"newest" of an earlier answer: only what has come since. Entries of the last seconds may come again',
  ),
});

/** The query of the export: more at once, since each entry comes whole and nobody reads along. */
export const exportQuery = logQuery.omit({ after: true }).extend({
  format: z.enum(['csv', 'json'], { error: 'Expected csv or json.' }).default('csv'),
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
});

export type LogRequest = Omit<z.output<typeof logQuery>, 'after'> & { readonly after?: string | undefined };

/** What a request asks of the log. */
export function queryOf(request: LogRequest): LogQuery {
  const { from, to, next, after, limit } = request;
  const range = { ...(from && { from }), ...(to && { to }), ...(next && { next }), ...(after && { after }) };
  return { ...range, filter: filterOf(request), limit };
}

function filterOf({ person, kind, action, outcome, status, errorCode, cause, cycleId, text }: LogRequest): LogFilter {
  const given = {
    ...{ person, kind, cycleId, text },
    ...{ actions: action, outcomes: outcome, statuses: status, causes: cause },
    codes: errorCode?.split(',').map((part) => part.trim()),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as LogFilter;
}
