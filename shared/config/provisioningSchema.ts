import * as z from 'zod';
import { nearestName } from '../expressions/nearestName.ts';
import { USER_SOURCE_ATTRIBUTES } from '../model/sourceAttributes.ts';
import { USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import { SCOPING_OPERATORS } from '../scoping/operators.ts';
import { GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES } from './groupAttributes.ts';
import { scheduleProblem } from './scheduleProblem.ts';

/** One name out of a list; a wrong one is answered with the nearest. */
function oneOf(what: string, names: Iterable<string>) {
  const known = [...names];
  return z.enum(known, {
    error: ({ input }) => {
      if (typeof input !== 'string') return `Expected the name of a ${what}.`;
      const near = nearestName(input, known);
      return `There is no ${what} ${input}.${near ? ` Did you mean ${near}?` : ''}`;
    },
  });
}

function mapping(targets: Iterable<string>) {
  return z.strictObject({
    target: oneOf('target attribute', targets).describe("Slack attribute, by the name of Entra's Slack app"),
    source: z.string().describe('[attribute], "constant" or an expression'),
    default: z.string().min(1).exactOptional().describe('Used when creating, if the source has no value'),
    match: z.int().min(1).exactOptional().describe('Find existing accounts by this attribute; lowest number first'),
    apply: z.enum(['always', 'onCreate']).exactOptional().describe('onCreate: sent when creating, never updated'),
    whenEmpty: z
      .enum(['clear', 'keep'])
      .exactOptional()
      .describe('When the source has become empty: clear what we wrote to Slack, or keep it'),
  });
}

function filters(attributes: Iterable<string>) {
  const clause = z.strictObject({
    attribute: oneOf('source attribute for filters', attributes),
    operator: oneOf('operator', SCOPING_OPERATORS.keys()),
    value: z.string().exactOptional(),
  });
  return z
    .array(z.strictObject({ name: z.string().min(1), clauses: z.array(clause).min(1) }))
    .default([])
    .describe('Clauses of one filter are joined by AND, filters by OR; no filters: everything in scope passes');
}

const schedule = (standard: string) =>
  z
    .string()
    .superRefine((value, context) => {
      const problem = scheduleProblem(value);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    })
    .default(standard);

const filterableUserAttributes = [...USER_SOURCE_ATTRIBUTES.values()]
  .filter(({ type }) => type === 'String' || type === 'Boolean' || type === 'Reference')
  .map(({ name }) => name);
const filterableGroupAttributes = [...GROUP_SOURCE_ATTRIBUTES.keys()].filter((name) => name !== 'members');

const scope = z.strictObject({
  mode: z
    .enum(['assigned', 'all'])
    .default('assigned')
    .describe('Who is provisioned: those assigned to the app, or all'),
  defaultAccess: z
    .enum(['exclude', 'include'])
    .default('exclude')
    .describe('What to do with people who have no role but Default Access'),
  nestedGroups: z.enum(['ignore', 'expand']).default('ignore').describe('Members of groups within assigned groups'),
});

const users = z.strictObject({
  actions: z.array(z.enum(['create', 'update', 'disable'])).default(['create', 'update', 'disable']),
  filters: filters(filterableUserAttributes),
  mappings: z.array(mapping(USER_TARGET_ATTRIBUTES.keys())).min(1),
  workspaces: z
    .array(z.string().regex(/^T[A-Z0-9]+$/, 'A workspace id looks like T024BE7LD.'))
    .exactOptional()
    .describe('Enterprise organisation: ids of the workspaces that new people are added to'),
});

const groups = z
  .strictObject({
    enabled: z.boolean().default(true),
    actions: z.array(z.enum(['create', 'update', 'delete'])).default(['create', 'update']),
    filters: filters(filterableGroupAttributes),
    mappings: z.array(mapping(GROUP_TARGET_ATTRIBUTES.keys())).default([]),
  })
  .default({ enabled: false, actions: ['create', 'update'], filters: [], mappings: [] });

const safety = z.strictObject({
  maxDeletions: z
    .strictObject({ count: z.int().min(0).default(20), percent: z.number().min(0).max(100).default(1) })
    .prefault({})
    .describe('Most accounts disabled in 24 hours without approval: the larger of the two'),
  protect: z.array(z.string().min(1)).default([]).describe('Addresses or Entra ids of accounts never to touch'),
  leaver: z.enum(['disable', 'ignore']).default('disable').describe('What happens to people who leave the scope'),
  disabledInSlack: z
    .enum(['keep', 'enable'])
    .default('keep')
    .describe('Accounts in scope that someone disabled in Slack: leave them so, or enable them again'),
});

/** The numbers of Entra's quarantine (application-provisioning-quarantine-status). */
const quarantine = z.strictObject({
  minFailures: z.int().min(1).default(5_000).describe('Below this many failures there is no quarantine'),
  percent: z.number().min(0).max(100).default(40).describe('Quarantine when more than this share has failed'),
  maxFailures: z.int().min(1).default(40_000).describe('Quarantine above this many failures'),
  maxFailuresWithReferences: z.int().min(1).default(60_000).describe('The same, failed references included'),
  probeHours: z
    .array(z.number().positive())
    .min(1)
    .default([6, 12, 24])
    .describe('When to try again; the last repeats'),
  disableAfterDays: z.int().min(1).default(28).describe('A job so long in quarantine is switched off'),
});

const schedules = z.strictObject({
  sweep: schedule('0 * * * * *'),
  fullCycle: schedule('0 0 2 * * *'),
  renewSubscriptions: schedule('0 15 */6 * * *'),
  housekeeping: schedule('0 45 * * * *'),
});

const notify = z.strictObject({
  email: z.array(z.email()).default([]).describe('Who is told when provisioning fails'),
  slackWebhook: z
    .url({ protocol: /^https$/, error: 'Expected the https address of a Slack incoming webhook.' })
    .exactOptional(),
});

/** Shape of `provisioning.json`. Rules across several properties are in `mappingProblems` and `filterProblems`. */
export const provisioningSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  enabled: z.boolean().default(true).describe('Whether anything is provisioned at all'),
  scope: scope.prefault({}),
  users,
  groups,
  safety: safety.prefault({}),
  quarantine: quarantine.prefault({}),
  schedules: schedules.prefault({}).describe('Second, minute, hour, day, month, day of the week, in UTC'),
  pacing: z
    .strictObject({ headroomPercent: z.number().min(0).max(90).default(10) })
    .prefault({})
    .describe("Share of Slack's rate limits left to other SCIM apps"),
  notify: notify.prefault({}),
  logs: z.strictObject({ retentionDays: z.int().min(1).max(3_650).default(90) }).prefault({}),
});
