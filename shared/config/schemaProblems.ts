import type * as z from 'zod';
import type { ConfigurationProblem } from '../errors/configurationError.ts';
import { nearestName } from '../expressions/nearestName.ts';
import { configurationPath } from './configurationPath.ts';

type Issue = z.core.$ZodIssue;

/** What zod found, as problems; unknown names get one problem each, with the nearest known name. */
export function schemaProblems(
  issues: readonly Issue[],
  jsonSchema: z.core.JSONSchema.BaseSchema,
): ConfigurationProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ where: configurationPath(issue.path), what: sentence(issue) }];
    const known = namesAt(jsonSchema, issue.path);
    return issue.keys.map((key) => {
      const near = nearestName(key, known);
      const hint = near ? `Did you mean ${near}?` : `Known here: ${known.join(', ')}.`;
      return { where: configurationPath([...issue.path, key]), what: `This name is unknown. ${hint}` };
    });
  });
}

function sentence(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && /received undefined$/u.test(issue.message)) {
    return `This is required (${issue.expected}).`;
  }
  return /[.?]$/u.test(issue.message) ? issue.message : `${issue.message}.`;
}

/** Names that an object may have at a path. */
function namesAt(schema: z.core.JSONSchema.BaseSchema, path: readonly PropertyKey[]): string[] {
  let current: z.core.JSONSchema._JSONSchema | undefined = schema;
  for (const part of path) {
    if (typeof current !== 'object') return [];
    current = typeof part === 'number' ? itemsOf(current) : current.properties?.[String(part)];
  }
  return typeof current === 'object' ? Object.keys(current.properties ?? {}).filter((name) => name !== '$schema') : [];
}

function itemsOf(schema: z.core.JSONSchema.BaseSchema): z.core.JSONSchema._JSONSchema | undefined {
  return Array.isArray(schema.items) ? undefined : schema.items;
}
