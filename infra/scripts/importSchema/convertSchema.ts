import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import { addRequired } from './addRequired.ts';
import { chooseObjectMapping, chooseRule, describeRule, reportOtherObjects } from './chooseRule.ts';
import { differences } from './differences.ts';
import { type Draft, type DraftSection, problemsOf } from './draft.ts';
import { type Change, Findings, type Loss } from './findings.ts';
import type { ObjectMapping } from './graphSchema.ts';
import { importActions } from './importActions.ts';
import { importFilters } from './importFilters.ts';
import { importMappings } from './importMappings.ts';
import { importSecrets, type JobSettings, NO_SETTINGS } from './importSecrets.ts';
import { readGraphSchema } from './readGraphSchema.ts';
import { reportDisabling, reportRuleFilters, reportSwitchedOff, reportUnknownMode } from './reportBehaviour.ts';
import { GROUPS, type Section, USERS } from './section.ts';
import { settleDraft } from './settleDraft.ts';
import { summarize } from './summarize.ts';

export interface SchemaTexts {
  /** The synchronization schema, JSON. */
  readonly schema: string;
  /** The secrets of the synchronization, JSON. */
  readonly secrets?: string | undefined;
  /** What `$schema` says in the result. */
  readonly jsonSchema: string;
}

export interface Import {
  /** A valid `provisioning.json`; `enabled` is false when a loss `holds`. */
  readonly config: Draft;
  /** The rule that was taken. */
  readonly rule: string;
  readonly carriedOver: readonly string[];
  readonly changed: readonly Change[];
  readonly lost: readonly Loss[];
  readonly differences: readonly string[];
}

/**
 * Makes a `provisioning.json` of the synchronization schema of Entra's Slack application.
 *
 * @throws ConfigurationError when no valid configuration results, and nothing else
 */
export function convertSchema({ schema, secrets, jsonSchema }: SchemaTexts): Import {
  const findings = new Findings();
  const rule = chooseRule(readGraphSchema(schema), findings);
  const settings = secrets === undefined ? NO_SETTINGS : importSecrets(secrets, findings);
  const [people, groups] = [USERS, GROUPS].map((section) => chooseObjectMapping(rule, section, findings));
  reportRuleFilters(rule, findings);
  reportOtherObjects(rule, findings);
  reportSwitchedOff(people, groups, findings);
  if (secrets === undefined) reportUnknownMode(findings);
  const draft: Draft = {
    $schema: jsonSchema,
    enabled: true,
    scope: { mode: settings.mode, defaultAccess: 'include', nestedGroups: 'ignore' },
    users: people ? importSection(people, USERS, findings) : NOTHING,
    // Switched on until the end, so that its mappings are checked even if they are not used yet.
    groups: { enabled: groups !== undefined, ...(groups ? importSection(groups, GROUPS, findings) : NOTHING) },
    safety: safetyOf(settings, findings),
    notify: { email: settings.recipients },
  };
  const complete = completeDraft(draft, findings);
  const withGroups = groups !== undefined && groups.enabled !== false;
  const lost = withGroups ? findings.lost : findings.lost.map(withoutHoldOfGroups);
  const config: Draft = {
    ...complete,
    enabled: !lost.some(({ holds }) => holds),
    groups: { ...complete.groups, enabled: withGroups },
  };
  requireValid(config);
  const { changed } = findings;
  const carriedOver = summarize(config, { people, groups, recipients: settings.recipients.length });
  return { config, rule: describeRule(rule), carriedOver, changed, lost, differences: differences(config) };
}

const NOTHING: DraftSection = { actions: [], filters: [], mappings: [] };

function importSection(given: ObjectMapping, section: Section, findings: Findings): DraftSection {
  const actions = given.enabled === false && section === USERS ? [] : importActions(given, section, findings);
  return {
    actions,
    filters: importFilters(given.scope, section, findings),
    mappings: importMappings(given.attributeMappings ?? [], section, findings),
  };
}

/** Takes out what is wrong, adds what is missing, and takes out again what does not go with the additions. */
function completeDraft(draft: Draft, findings: Findings): Draft {
  const had = (section: DraftSection) => new Set(section.mappings.map(({ target }) => target));
  const settled = settleDraft(draft, findings);
  if (settled.users.mappings.length === 0) throw nothingCarriedOver(findings);
  const users = addRequired(settled.users.mappings, had(draft.users), USERS, findings);
  const groups = settled.groups.enabled
    ? addRequired(settled.groups.mappings, had(draft.groups), GROUPS, findings)
    : settled.groups.mappings;
  reportDisabling({ ...settled.users, mappings: users }, findings);
  return {
    ...settled,
    users: { ...settled.users, mappings: users },
    groups: { ...settled.groups, mappings: groups },
  };
}

function nothingCarriedOver({ lost }: Findings): ConfigurationError {
  const mappings = lost.filter(({ where }) => where.startsWith('users'));
  const problems = mappings.map(({ where, what }) => ({ where, what }));
  const none = [{ where: 'users', what: 'The object mapping of users has no attribute mappings.' }];
  return new ConfigurationError('No mapping of users could be carried over:', problems.length > 0 ? problems : none);
}

/** What is wrong with groups does no harm while they are switched off. */
function withoutHoldOfGroups(loss: Loss): Loss {
  return loss.where.startsWith(`${GROUPS.name}:`) ? { ...loss, holds: false } : loss;
}

function requireValid(config: Draft): void {
  const problems = problemsOf(config);
  if (problems.length > 0) throw new ConfigurationError('No valid configuration results:', problems);
}

function safetyOf({ deletionLimit }: JobSettings, findings: Findings): Draft['safety'] {
  const rest = { protect: [], leaver: 'disable' } as const;
  if (deletionLimit !== undefined) return { maxDeletions: { count: deletionLimit, percent: 0 }, ...rest };
  const to = '20 accounts or 1 %, whichever is more';
  findings.change('safety.maxDeletions', 'no limit known', to, 'It keeps a mistake in Entra from emptying Slack.');
  return { maxDeletions: { count: 20, percent: 1 }, ...rest };
}
