import { readFileSync } from 'node:fs';
import { convertSchema, type Import } from '../../../infra/scripts/importSchema/convertSchema.ts';

/** The text of a file under `schemas`. */
export function schemaFile(name: string): string {
  return readFileSync(new URL(`./schemas/${name}.json`, import.meta.url), 'utf8');
}

export function convert(schema: unknown, secrets?: unknown): Import {
  return convertSchema({
    schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
    secrets: secrets === undefined ? undefined : JSON.stringify(secrets),
    jsonSchema: './provisioning.schema.json',
  });
}

/** An attribute mapping as Graph gives it. */
export function attribute(target: string, source: string, extra: object = {}) {
  const from = { expression: `[${source}]`, name: source, type: 'Attribute', parameters: [] };
  return { targetAttributeName: target, source: from, matchingPriority: 0, flowType: 'Always', ...extra };
}

/** An attribute mapping whose source is an expression. */
export function expression(target: string, text: string, extra: object = {}) {
  return attribute(target, '', { source: { expression: text, name: 'f', type: 'Function', parameters: [] }, ...extra });
}

export const EMAIL = 'emails[type eq "work"].value';

/** What Slack requires, and disabling as Entra does it. */
const REQUIRED = [
  attribute(EMAIL, 'mail', { matchingPriority: 1 }),
  attribute('userName', 'mailNickname'),
  expression('active', 'Not([IsSoftDeleted])'),
];

/** A schema with these mappings of users on top of the required ones. */
export function schemaOf(mappings: readonly object[], people: object = {}, others: readonly object[] = [], rule = {}) {
  const attributeMappings = [...REQUIRED, ...mappings];
  const users = { name: 'Users', sourceObjectName: 'User', targetObjectName: 'User', attributeMappings, ...people };
  const direction = { sourceDirectoryName: 'Azure Active Directory', targetDirectoryName: 'Slack' };
  return { synchronizationRules: [{ name: 'RULE', ...direction, objectMappings: [users, ...others], ...rule }] };
}
