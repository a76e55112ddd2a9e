import { ConfigurationError } from '../../../shared/errors/configurationError.ts';
import { TARGET } from '../../../shared/model/targetAttributes.ts';
import type { Findings } from './findings.ts';
import type { GraphSchema, ObjectMapping, SynchronizationRule } from './graphSchema.ts';
import { GROUPS, type Section, USERS } from './section.ts';
import { targetName } from './targetName.ts';

/**
 * The rule that provisions people from Entra to Slack. Rules with a lower priority number come first
 * (synchronization-synchronizationrule).
 *
 * @throws ConfigurationError when there is none; it says what the rules there are do
 */
export function chooseRule({ synchronizationRules: rules }: GraphSchema, findings: Findings): SynchronizationRule {
  const suitable = rules.filter((rule) => isFromEntra(rule) && isToSlack(rule)).sort(comparePrecedence);
  const [chosen, ...others] = suitable;
  if (!chosen) throw unsuitable(rules);
  for (const other of others) {
    findings.hold(
      `rule ${describeRule(other)}`,
      `Only one rule can be used; it is ${describeRule(chosen)}, which comes first.`,
      'Look whether this rule provisions other people or attributes, and add what is missing by hand.',
    );
  }
  return chosen;
}

/** The part of a rule about one kind of object; undefined when there is none. */
export function chooseObjectMapping(
  rule: SynchronizationRule,
  section: Section,
  findings: Findings,
): ObjectMapping | undefined {
  const mappings = (rule.objectMappings ?? []).filter((mapping) => isAbout(mapping, section));
  const chosen = mappings.find(({ enabled }) => enabled !== false) ?? mappings[0];
  for (const other of mappings) {
    if (other === chosen || other.enabled === false) continue;
    findings.hold(
      `${section.name}: "${other.name ?? 'unnamed'}"`,
      `Only one object mapping for ${section.name} can be used; it is "${chosen?.name ?? 'unnamed'}", which comes first.`,
      'Add what is missing by hand.',
    );
  }
  return chosen;
}

/** Names the object mappings about neither users nor groups. */
export function reportOtherObjects(rule: SynchronizationRule, findings: Findings): void {
  for (const mapping of rule.objectMappings ?? []) {
    if (mapping.enabled === false || isAbout(mapping, USERS) || isAbout(mapping, GROUPS)) continue;
    findings.lose(
      `object mapping "${mapping.name ?? 'unnamed'}"`,
      `It provisions ${mapping.sourceObjectName ?? 'unnamed objects'}; Slack knows users and groups only.`,
      'There is nothing to do.',
    );
  }
}

/** `Azure Active Directory → Slack`. */
export function describeRule({ name, sourceDirectoryName, targetDirectoryName }: SynchronizationRule): string {
  const directories = `${sourceDirectoryName || 'unnamed'} → ${targetDirectoryName || 'unnamed'}`;
  return name ? `${name} (${directories})` : directories;
}

function isAbout({ sourceObjectName }: ObjectMapping, { objectName }: Section): boolean {
  return sourceObjectName?.toLowerCase() === objectName.toLowerCase();
}

function isFromEntra({ sourceDirectoryName }: SynchronizationRule): boolean {
  return !sourceDirectoryName || /azure\s*active\s*directory|azure\s*ad|entra|^aad$/iu.test(sourceDirectoryName);
}

function isCalledSlack({ targetDirectoryName }: SynchronizationRule): boolean {
  return /slack/iu.test(targetDirectoryName ?? '');
}

/** The gallery app's directory is called Slack; a SCIM app of one's own is told by SCIM's address attribute. */
function isToSlack(rule: SynchronizationRule): boolean {
  const people = (rule.objectMappings ?? []).filter((mapping) => isAbout(mapping, USERS));
  if (isCalledSlack(rule)) return people.length > 0;
  return people.some(({ attributeMappings }) =>
    attributeMappings?.some(({ targetAttributeName }) => targetName(targetAttributeName ?? '', USERS) === TARGET.email),
  );
}

function comparePrecedence(a: SynchronizationRule, b: SynchronizationRule): number {
  const byName = Number(isCalledSlack(b)) - Number(isCalledSlack(a));
  return byName || (a.priority ?? 0) - (b.priority ?? 0);
}

function unsuitable(rules: readonly SynchronizationRule[]): ConfigurationError {
  const found = rules.length === 0 ? 'There are no rules.' : `The rules are: ${rules.map(describeRule).join('; ')}.`;
  return new ConfigurationError('This schema does not provision people from Entra to Slack:', [
    { where: 'synchronizationRules', what: `${found} Take the schema of the job of the Slack application.` },
  ]);
}
