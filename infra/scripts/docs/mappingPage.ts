import { readFileSync } from 'node:fs';
import { valueRulesOf } from '../../../shared/mapping/valueRules.ts';
import { GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES } from '../../../shared/model/groupAttributes.ts';
import type { SourceAttribute, SourceType } from '../../../shared/model/sourceAttribute.ts';
import { USER_SOURCE_ATTRIBUTES } from '../../../shared/model/sourceAttributes.ts';
import { type TargetAttribute, USER_TARGET_ATTRIBUTES } from '../../../shared/model/targetAttributes.ts';
import { fillGenerated } from './fillGenerated.ts';
import { markdownTable } from './markdownTable.ts';

const PAGE = new URL('../../../docs/mapping.md', import.meta.url);

/** The page on attribute mappings: prose by hand, tables from the code. */
export const MAPPING_PAGE = {
  path: 'docs/mapping.md',
  render: () =>
    fillGenerated(readFileSync(PAGE, 'utf8'), {
      'user targets': targetTable(USER_TARGET_ATTRIBUTES),
      'group targets': targetTable(GROUP_TARGET_ATTRIBUTES),
      'user sources': sourceTable(USER_SOURCE_ATTRIBUTES),
      'group sources': sourceTable(GROUP_SOURCE_ATTRIBUTES),
    }),
};

function targetTable(targets: ReadonlyMap<string, TargetAttribute>): string {
  const rows = [...targets.values()].map((target) => [
    `\`${target.name}\``,
    target.description,
    rulesOf(target).join('; '),
  ]);
  return markdownTable(['target', 'what Slack makes of it', 'rules'], rows);
}

function rulesOf(target: TargetAttribute): readonly string[] {
  return [
    ...(target.required ? ['required'] : []),
    ...(target.matchable ? ['can be matched by'] : []),
    ...(target.type === 'Boolean' ? ['must be True or False'] : []),
    ...(target.multiValued ? ['takes a list'] : []),
    ...valueRulesOf(target).map(({ requirement }) => requirement),
  ];
}

const TYPES: Readonly<Record<SourceType, string>> = {
  String: 'text',
  Boolean: 'Boolean',
  StringList: 'list',
  Reference: 'reference',
  References: 'references',
  AppRoles: 'roles',
  Photo: 'photo',
  Any: 'any',
};

const NUMBERED = /^extensionAttribute\d+$/u;

function sourceTable<View>(sources: ReadonlyMap<string, SourceAttribute<View>>): string {
  const attributes = [...sources.values()];
  const single = attributes.filter(({ name }) => !NUMBERED.test(name));
  const numbered = attributes.filter(({ name }) => NUMBERED.test(name));
  const rows = single.map(({ name, description, type, graph }) => [
    `\`${name}\``,
    description,
    TYPES[type],
    graph === null ? '' : `\`${graph}\``,
  ]);
  const [first, last] = [numbered[0], numbered.at(-1)];
  const range =
    first && last
      ? [[`\`${first.name}\` to \`${last.name}\``, 'Extension attributes', 'text', `\`${first.graph}\``]]
      : [];
  return markdownTable(['source', 'what it holds', 'type', 'Graph property'], [...rows, ...range]);
}
