import { Router } from '../../http/router.ts';
import type { LocalResponse } from '../../http/server.ts';
import { isObject } from '../rules/readText.ts';
import type { Simulation } from './simulation.ts';

/**
 * `/_simulator`: a person looks at the switches (GET) and sets some of them (PATCH with any part of what GET showed), with
 * no token, no limits and no faults in the way.
 */
export function createControlRouter(simulation: Simulation, describe: () => object): Router {
  const { faults, workspace } = simulation;
  const show = (): LocalResponse => ({
    status: 200,
    body: { faults, settings: workspace.settings, users: workspace.size, ...describe() },
  });
  return new Router().on('GET', '/_simulator', show).on('PATCH', '/_simulator', ({ body }) => {
    const problem = applySwitches({ faults, settings: workspace.settings }, parse(body), '');
    return problem === undefined ? show() : { status: 400, body: { error: problem } };
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Names of free-form objects: any key may be set. */
const OPEN = new Set(['faults.errorStatuses']);

/** Sets what the patch names, all of it or nothing. Answers what is wrong with it, if anything. */
export function applySwitches(target: object, patch: unknown, at: string): string | undefined {
  const problem = findProblem(target, patch, at);
  if (problem === undefined && isObject(patch)) merge(target, patch);
  return problem;
}

function findProblem(target: object, patch: unknown, at: string): string | undefined {
  if (!isObject(patch)) return `${at || 'The body'} must be a JSON object.`;
  for (const [key, value] of Object.entries(patch)) {
    const path = at ? `${at}.${key}` : key;
    if (OPEN.has(at)) continue;
    if (!(key in target)) return `${path} is not a switch.`;
    const current: unknown = Reflect.get(target, key);
    const problem = isObject(current) ? findProblem(current, value, path) : findTypeProblem(current, value, path);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findTypeProblem(current: unknown, value: unknown, path: string): string | undefined {
  // A list of tokens may be there or not.
  const isList = current === null || Array.isArray(current);
  const fits = isList ? value === null || Array.isArray(value) : typeof value === typeof current;
  return fits ? undefined : `${path} must be a ${isList ? 'list' : typeof current}.`;
}

function merge(target: object, patch: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(patch)) {
    const current: unknown = Reflect.get(target, key);
    if (isObject(current) && isObject(value)) merge(current, value);
    else Reflect.set(target, key, value);
  }
}
