import { existsSync, readFileSync } from 'node:fs';
import { FileError } from '../importSchema/files.ts';
import type { Step } from './step.ts';

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#';

/** The text of a parameter file; undefined when there is none. */
export function readParameters(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * The step that puts values into the parameter file of the deployment. What else is in it stays.
 * @param text as the file is now; undefined: there is none
 * @param values by the names of the parameters of `infra/main.bicep`, no secrets; undefined ones are not known yet
 * @throws FileError when the file holds no parameters
 */
export function planParameters(
  file: string,
  text: string | undefined,
  values: Readonly<Record<string, string | undefined>>,
): Step {
  const present = parametersIn(file, text);
  const wanted = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const missing = wanted.filter(([name, value]) => present[name]?.value !== value);
  const isKnown = Object.values(values).every((value) => value !== undefined);
  return {
    id: 'parameters',
    what: file,
    why: 'The deployment takes its parameters from there.',
    current: text === undefined ? 'none' : missing.length === 0 && isKnown ? 'up to date' : 'other values',
    wanted: Object.keys(values).join(', '),
    isDone: isKnown && missing.length === 0 && text !== undefined,
    ...(isKnown && {
      action: {
        file,
        text: `${JSON.stringify(
          {
            $schema: SCHEMA,
            contentVersion: '1.0.0.0',
            parameters: { ...present, ...Object.fromEntries(wanted.map(([name, value]) => [name, { value }])) },
          },
          null,
          2,
        )}\n`,
      },
    }),
  };
}

function parametersIn(file: string, text: string | undefined): Readonly<Record<string, { readonly value?: unknown }>> {
  if (text === undefined) return {};
  try {
    const { parameters } = JSON.parse(text);
    if (parameters !== null && typeof parameters === 'object' && !Array.isArray(parameters)) return parameters;
  } catch {
    // Told below, as for JSON of another shape.
  }
  throw new FileError(`${file} is no file of deployment parameters. Mend it or delete it.`);
}
