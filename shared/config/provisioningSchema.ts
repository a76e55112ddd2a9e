import * as z from 'zod';
import { GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES } from '../model/groupAttributes.ts';
import { isDirectoryExtension, type SourceType } from '../model/sourceAttribute.ts';
import { USER_SOURCE_ATTRIBUTES } from '../model/sourceAttributes.ts';
import { type TargetAttribute, USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import { REFUSED_OPERATORS, unfilterableReason } from '../scoping/operators.ts';
import { clauseHelp, FILTER_HELP, mappingHelp, OPERATORS, sourceHelp } from './editorHelp.ts';
import { isWebhookUrl, WEBHOOK_PROBLEM } from './isWebhookUrl.ts';
import { choice, type Described, enumOf, oneOf, unknownName } from './knownNames.ts';
import { scheduleProblem } from './scheduleProblem.ts';

function mapping(targets: ReadonlyMap<string, TargetAttribute>, sources: ReadonlyMap<string, Described>) {
  return z
    .strictObject({
      target: oneOf('target attribute', targets).describe("Slack attribute, by the name of Entra's Slack app"),
      source: z.string().exactOptional().meta(sourceHelp(sources)),
      default: z.string().min(1).exactOptional().describe('Used when creating, if the source has no value'),
      match: z.int().min(1).exactOptional().describe('Find existing objects by this attribute; lowest number first'),
      apply: choice({
        always: 'When creating, and whenever it changes (default)',
        onCreate: 'When creating, never later',
      })
        .exactOptional()
        .describe('When to write it'),
      whenEmpty: choice({
        clear: 'Clear the value in Slack, if it is the one we wrote (default)',
        keep: 'Keep the value in Slack',
      })
        .exactOptional()
        .describe('What to do when the source has become empty'),
    })
    .meta(mappingHelp(targets));
}

type Attributes = ReadonlyMap<string, Described & { readonly name: string; readonly type: SourceType }>;

function filters(attributes: Attributes) {
  const clause = z
    .strictObject({
      attribute: filterAttribute(attributes),
      operator: oneOf('operator', OPERATORS, REFUSED_OPERATORS),
      value: z
        .string()
        .exactOptional()
        .describe('What to compare with; IS TRUE, IS FALSE, IS NULL, IS NOT NULL take none'),
    })
    .meta(clauseHelp());
  const filter = z.strictObject({
    name: z.string().min(1).describe('Shown in the log'),
    clauses: z.array(clause).min(1),
  });
  return z
    .array(filter.meta(FILTER_HELP))
    .default([])
    .describe('Clauses of one filter are joined by AND, filters by OR; no filters: everything in scope passes');
}

/** A source attribute that filters can test: one of the listed, or a directory extension. */
function filterAttribute(attributes: Attributes) {
  const filterable = new Map([...attributes].filter(([, attribute]) => !unfilterableReason(attribute)));
  const problemOf = (name: string) => {
    const attribute = attributes.get(name);
    if (attribute) return unfilterableReason(attribute);
    return isDirectoryExtension(name) ? undefined : unknownName('source attribute', name, filterable.keys());
  };
  return z
    .string('Expected the name of a source attribute.')
    .superRefine((name, context) => {
      const message = problemOf(name);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .meta({
      description: 'Source attribute',
      anyOf: [enumOf(filterable), { type: 'string', pattern: '^extension_[0-9A-Fa-f]{32}_\\w+$' }],
    });
}

const schedule = (standard: string) =>
  z
    .string()
    .superRefine((value, context) => {
      const problem = scheduleProblem(value);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    })
    .default(standard);

const scope = z.strictObject({
  mode: choice({
    assigned: 'Those assigned to the enterprise application, themselves or through a group',
    all: 'Everybody who passes the filters',
  })
    .default('assigned')
    .describe('Who is provisioned'),
  defaultAccess: choice({ exclude: 'They are not provisioned', include: 'They are provisioned' })
    .default('exclude')
    .describe('What to do with people who have no role but Default Access'),
  nestedGroups: choice({ ignore: 'Direct members only, as in Entra', expand: 'Members of groups within them too' })
    .default('ignore')
    .describe('Whose assignment an assigned group stands for'),
});

const users = z.strictObject({
  actions: z
    .array(
      choice({
        create: 'Create missing accounts',
        update: 'Update and enable accounts; without it they are only linked',
        disable: 'Disable accounts of leavers',
      }),
    )
    .default(['create', 'update', 'disable']),
  filters: filters(USER_SOURCE_ATTRIBUTES),
  mappings: z
    .array(mapping(USER_TARGET_ATTRIBUTES, USER_SOURCE_ATTRIBUTES))
    .min(1)
    .describe('What to write to which Slack attribute'),
});

const groups = z
  .strictObject({
    enabled: z.boolean().default(true),
    actions: z
      .array(
        choice({
          create: 'Create missing groups',
          update: 'Update names and members, adopt groups',
          delete: 'Delete groups that leave the scope',
        }),
      )
      .default(['create', 'update']),
    filters: filters(GROUP_SOURCE_ATTRIBUTES),
    mappings: z.array(mapping(GROUP_TARGET_ATTRIBUTES, GROUP_SOURCE_ATTRIBUTES)).default([]),
    drift: choice({
      repair: 'The group is made as it is in Entra again',
      report: 'The difference is only shown in the log',
    })
      .default('repair')
      .describe('What to do when someone has renamed or deleted a group in Slack, or changed its members there'),
  })
  .default({ enabled: false, actions: ['create', 'update'], filters: [], mappings: [], drift: 'repair' });

const safety = z.strictObject({
  maxDeletions: z
    .strictObject({ count: z.int().min(0).default(20), percent: z.number().min(0).max(100).default(1) })
    .prefault({})
    .describe('Most accounts disabled in 24 hours without approval: the larger of the two'),
  maxMemberRemovals: z
    .strictObject({ count: z.int().min(0).default(50), percent: z.number().min(0).max(100).default(10) })
    .prefault({})
    .describe('Most members taken out of groups in 24 hours without approval: the larger of the two'),
  protect: z.array(z.string().min(1)).default([]).describe('Addresses or Entra ids of accounts never to touch'),
  leaver: choice({ disable: 'Their account is disabled', ignore: 'Their account is left alone' })
    .default('disable')
    .describe('What happens to people who leave the scope'),
  disabledInSlack: choice({ keep: 'They stay disabled', enable: 'They are enabled again' })
    .default('keep')
    .describe('What happens to accounts in scope that someone disabled in Slack'),
});

/** The numbers of Entra's quarantine (application-provisioning-quarantine-status). */
const quarantine = z.strictObject({
  minFailures: z
    .int()
    .min(1)
    .default(5_000)
    .describe('The share counts from this many failing objects on, or from a tenth of all objects (20 at least)'),
  percent: z.number().min(0).max(100).default(40).describe('Quarantine when more than this share of all objects fails'),
  maxFailures: z.int().min(1).default(40_000).describe('Quarantine when more objects than this fail'),
  maxFailuresWithReferences: z.int().min(1).default(60_000).describe('The same, failed references included'),
  probeHours: z
    .array(z.number().min(0.1).max(672))
    .min(1)
    .default([6, 12, 24])
    .describe('Hours after which writing is tried again at the latest; the last repeats'),
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
    .url({ error: WEBHOOK_PROBLEM })
    .refine(isWebhookUrl, { error: WEBHOOK_PROBLEM })
    .exactOptional()
    .describe('Address of a Slack incoming webhook; a secret, better set as NOTIFY_SLACK_WEBHOOK'),
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
