import { isObject } from '../rules/readText.ts';

/** The values that a switch with a few of them can have, by its path. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'faults.plan': ['enterprise', 'businessPlus', 'free'],
  'faults.tokenRank': ['member', 'admin', 'owner', 'primaryOwner'],
  'faults.serverErrors.when': ['before', 'after'],
  'settings.putWithoutActive': ['keep', 'deactivate'],
  'settings.putWithoutGuest': ['keep', 'makeMember'],
  'settings.lockedAttributes': ['ignore', 'refuse'],
  'settings.longUserNameFromEmail': ['refuse', 'cut'],
  'settings.onePrimaryRule': ['emails', 'every'],
  'settings.duplicateGroupNames': ['refuse', 'allow'],
  'settings.guestsInGroups': ['allow', 'refuse'],
  'settings.groupWrites': ['allOrNothing', 'partial'],
  'settings.removeMembersWithList': ['emptiesGroup', 'removesListed'],
};

/** Free-form objects: any key may be set, to a number. */
const OPEN = new Set(['faults.errorStatuses']);

/** Lists that may be absent. */
const NULLABLE = new Set(['faults.tokens']);

/** Sets what the patch names, all of it or nothing. Answers what is wrong with it, if anything. */
export function applySwitches(target: object, patch: unknown): string | undefined {
  const problem = findProblem(target, patch, '');
  if (problem === undefined && isObject(patch)) merge(target, patch);
  return problem;
}

function findProblem(target: object, patch: unknown, at: string): string | undefined {
  if (!isObject(patch)) return `${at || 'The body'} must be a JSON object.`;
  for (const [key, value] of Object.entries(patch)) {
    const problem = findSwitchProblem(target, key, value, at ? `${at}.${key}` : key, OPEN.has(at));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findSwitchProblem(
  target: object,
  key: string,
  value: unknown,
  path: string,
  isOpen: boolean,
): string | undefined {
  if (!isOpen && !Object.hasOwn(target, key)) return `${path} is not a switch.`;
  const current: unknown = isOpen ? 0 : Reflect.get(target, key);
  if (isObject(current)) return findProblem(current, value, path);
  const choices = CHOICES[path];
  if (choices) return choices.includes(String(value)) ? undefined : `${path} must be one of ${choices.join(', ')}.`;
  if (NULLABLE.has(path) && value === null) return undefined;
  const isList = NULLABLE.has(path) || Array.isArray(current);
  const fits = isList ? Array.isArray(value) : typeof value === typeof current;
  return fits ? undefined : `${path} must be a ${isList ? 'list' : typeof current}.`;
}

function merge(target: object, patch: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(patch)) {
    const current: unknown = Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined;
    if (isObject(current) && isObject(value)) merge(current, value);
    else Reflect.set(target, key, value);
  }
}
