import { GROUP_TARGET } from '../../../shared/model/groupAttributes.ts';
import type { AttributeMapping } from '../../../shared/model/mapping.ts';
import { TARGET } from '../../../shared/model/targetAttributes.ts';
import type { Findings } from './findings.ts';
import type { Section } from './section.ts';

const USER_NAME =
  'Left(Replace(ToLower(NormalizeDiacritics(Word([userPrincipalName], 1, "@"))), , "[^a-z0-9._-]+", , "", , ), 20)';

/** What this app maps unless told otherwise to the targets that Slack requires, as in its own `provisioning.json`. */
const STANDARD: Readonly<Record<Section['name'], readonly AttributeMapping[]>> = {
  users: [
    { target: TARGET.email, source: '[mail]' },
    { target: TARGET.userName, source: USER_NAME, apply: 'onCreate' },
  ],
  groups: [{ target: GROUP_TARGET.displayName, source: '[displayName]' }],
};

/**
 * Adds the mappings that Slack requires, and matching when there is none. Where the schema had such a mapping that
 * could not be carried over, the standard one may give people another name or address than they have in Slack, so that
 * nothing must run before a person has looked.
 *
 * @param had the targets of the schema's mappings
 */
export function addRequired(
  mappings: readonly AttributeMapping[],
  had: ReadonlySet<string>,
  section: Section,
  findings: Findings,
): readonly AttributeMapping[] {
  const missing = STANDARD[section.name].filter(({ target }) => !mappings.some((mapping) => mapping.target === target));
  for (const { target, source = '' } of missing) {
    const where = `${section.name}: ${target}`;
    if (!had.has(target)) {
      findings.change(where, 'no mapping', source, 'Slack requires it, so the standard mapping was added.');
      continue;
    }
    const what = `${findings.takeBack(where)} Slack requires it, so the standard mapping was put in its place: ${source}`;
    findings.hold(where, what, 'Make sure that it gives the values that are in Slack, or write another one.');
  }
  return withMatching([...mappings, ...missing], section, findings);
}

/** By the first target alone: it is never a constant, and Slack accounts are told apart by their address. */
function withMatching(
  mappings: readonly AttributeMapping[],
  section: Section,
  findings: Findings,
): readonly AttributeMapping[] {
  if (mappings.some(({ match }) => match !== undefined)) return mappings;
  const target = STANDARD[section.name][0]?.target;
  const why = 'Existing objects are found by at least one attribute.';
  findings.change(`${section.name}: matching`, 'nothing that Slack can search by', String(target), why);
  return mappings.map((mapping) => (mapping.target === target ? { ...mapping, match: 1 } : mapping));
}
