import { readFileSync } from 'node:fs';
import { fillGenerated } from './fillGenerated.ts';
import { markdownTable } from './markdownTable.ts';

const PATH = 'docs/deploy.md';

interface Parameter {
  readonly type: string;
  readonly defaultValue?: unknown;
  readonly allowedValues?: readonly unknown[];
  readonly metadata?: { readonly description?: string };
}

/** The page on deploying, whose table of parameters comes from the compiled template. */
export const DEPLOY_PAGE = {
  path: PATH,
  render: () => fillGenerated(readFileSync(PATH, 'utf8'), { parameters: parametersTable() }),
};

function parametersTable(): string {
  const { parameters } = JSON.parse(readFileSync('infra/main.json', 'utf8'));
  const rows = Object.entries<Parameter>(parameters)
    .filter(([, { metadata }]) => metadata?.description !== undefined)
    .map(([name, parameter]) => [`\`${name}\``, meaningOf(parameter), defaultOf(parameter)]);
  return markdownTable(['parameter', 'meaning', 'default'], rows);
}

function meaningOf({ metadata, allowedValues, type }: Parameter): string {
  const choices = allowedValues ? ` One of ${allowedValues.map((value) => `\`${value}\``).join(', ')}.` : '';
  return `${metadata?.description ?? ''}${type === 'securestring' ? ' **Secret.**' : ''}${choices}`;
}

function defaultOf({ defaultValue }: Parameter): string {
  if (defaultValue === '' || (Array.isArray(defaultValue) && defaultValue.length === 0)) return '';
  const text = String(defaultValue);
  if (text.includes('newGuid()')) return 'generated';
  if (text === '[tenant().tenantId]') return 'the tenant of the subscription';
  if (text === '[resourceGroup().location]') return 'that of the resource group';
  return text.startsWith('[') ? 'from the resource group' : `\`${text}\``;
}
