import type { AttributeMapping } from '../../../shared/model/mapping.ts';
import { enumerationName } from './enumeration.ts';
import type { Findings } from './findings.ts';
import type { GraphAttributeMapping } from './graphSchema.ts';
import type { Section } from './section.ts';
import { sourceText, withKnownAttributes } from './sourceText.ts';
import { targetName } from './targetName.ts';

/** Graph's attributeMappings as mappings of this app, in their order; whether they are valid is found out later. */
export function importMappings(
  attributeMappings: readonly GraphAttributeMapping[],
  section: Section,
  findings: Findings,
): AttributeMapping[] {
  const precedences = precedencesOf(attributeMappings);
  return attributeMappings.flatMap((given) => {
    const target = importTarget(given, section, findings);
    if (target === undefined) return [];
    const where = `${section.name}: ${target}`;
    const value = importValue(given, where, section, findings);
    if (!value) return [];
    if (given.exportMissingReferences) {
      findings.change(where, 'exportMissingReferences', 'left out', 'It is for internal use of Entra.');
    }
    if (value.source === undefined) return [{ target, ...value }];
    const match = precedences.get(given);
    return [{ target, ...value, ...(match !== undefined && { match }), ...importFlow(given, where, findings) }];
  });
}

/** 1, 2, 3, … in the order of matchingPriority; 0 is no matching (synchronization-attributemapping). */
function precedencesOf(mappings: readonly GraphAttributeMapping[]): ReadonlyMap<GraphAttributeMapping, number> {
  const matching = mappings.filter(({ matchingPriority }) => (matchingPriority ?? 0) > 0);
  matching.sort((a, b) => (a.matchingPriority ?? 0) - (b.matchingPriority ?? 0));
  return new Map(matching.map((mapping, index) => [mapping, index + 1]));
}

function importTarget(
  { targetAttributeName }: GraphAttributeMapping,
  section: Section,
  findings: Findings,
): string | undefined {
  if (!targetAttributeName) {
    findings.lose(section.name, 'A mapping names no target.', 'There is nothing to do.');
    return undefined;
  }
  const target = targetName(targetAttributeName, section);
  if (target !== targetAttributeName) {
    const why = 'This app knows the attribute under the name that it has in the Slack app of Entra.';
    findings.change(`${section.name}: ${target}`, targetAttributeName, target, why);
  }
  return target;
}

/** Source and default; undefined when there is neither. */
function importValue(
  { source, defaultValue }: GraphAttributeMapping,
  where: string,
  section: Section,
  findings: Findings,
): Pick<AttributeMapping, 'source' | 'default'> | undefined {
  const given = sourceText(source);
  const standard = defaultValue ? { default: defaultValue } : {};
  if (given === undefined && !defaultValue) {
    findings.lose(
      where,
      'It has neither a source nor a default value.',
      'There is nothing to do: nothing was written.',
    );
    return undefined;
  }
  if (given === undefined) {
    findings.change(
      where,
      'no source, only a default value',
      'a "default"',
      'It is written when an account is created. To write it always, make it the "source", in quotes within the quotes.',
    );
    return standard;
  }
  const text = withKnownAttributes(given, section);
  if (text !== given) findings.change(where, given, text, 'The names of attributes are compared exactly.');
  return { source: text, ...standard };
}

/** When to write (attributeFlowType, attributeFlowBehavior). The types but the first two are not explained by Microsoft. */
function importFlow(
  { flowType, flowBehavior }: GraphAttributeMapping,
  where: string,
  findings: Findings,
): Pick<AttributeMapping, 'apply' | 'whenEmpty'> {
  if (enumerationName(flowBehavior, ['FlowWhenChanged', 'FlowAlways']) === 'FlowAlways') {
    const why = 'A value is written when it differs from what Slack has, which a full cycle finds out.';
    findings.change(where, 'FlowAlways', 'written when it differs', why);
  }
  const names = ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly'] as const;
  const type = enumerationName(flowType, names);
  switch (type) {
    case 'Always':
      return {};
    case 'ObjectAddOnly':
      return { apply: 'onCreate' };
    case 'AttributeAddOnly':
      findings.change(where, type, '"apply": "onCreate"', 'Nearest to it: an attribute that is there is left alone.');
      return { apply: 'onCreate' };
    case 'MultiValueAddOnly':
    case 'ValueAddOnly':
      findings.change(where, type, '"whenEmpty": "keep"', 'Nearest to it: values are written, and never removed.');
      return { whenEmpty: 'keep' };
    case undefined:
      findings.change(where, String(flowType), 'Always', 'There is no such flow type.');
      return {};
  }
}
