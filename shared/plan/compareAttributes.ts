import type { Attributes, AttributeValue } from '../model/attributes.ts';
import type { ModifiedProperty } from '../model/outcome.ts';
import { snapshotValue } from '../model/snapshot.ts';
import { TARGET, USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';

/** How one mapped target is applied. */
export interface TargetRule {
  readonly apply: 'always' | 'onCreate';
  readonly whenEmpty: 'clear' | 'keep';
}

export type RuleOf = (target: string) => TargetRule | undefined;

/** True when Slack already shows the value; a hashed snapshot value is compared by its hash. */
export function sameValue(target: string, desired: AttributeValue, current: AttributeValue | undefined): boolean {
  const now = current ?? null;
  const wanted = typeof now === 'string' && now.startsWith('sha256:') ? snapshotValue(desired) : desired;
  if (wanted === now) return true;
  if (typeof wanted !== 'string' || typeof now !== 'string') return false;
  return USER_TARGET_ATTRIBUTES.get(target)?.caseInsensitive === true && wanted.toLowerCase() === now.toLowerCase();
}

/** Beside a value that Slack stored in a form of its own, the snapshot holds that form under this name. */
function shownAs(target: string): string {
  return `shown:${target}`;
}

/** Before a value is written where none of ours was, the snapshot says so under this name, in case the write is all that happens. */
function beingFilled(target: string): string {
  return `filling:${target}`;
}

const FILLING = beingFilled('');

/** Whether a value in Slack may be ours: written last time, or by a try that did not live to remember. */
function mayBeOurs(target: string, snapshot: Attributes): boolean {
  return (snapshot[target] ?? null) !== null || snapshot[beingFilled(target)] === true;
}

/**
 * The snapshot before a write that fills what had no value of ours; `undefined` when the write does no such thing. Without it a value that
 * is emptied in Entra right after a crash would pass for somebody else's, and stay for ever.
 */
export function snapshotBefore(previous: Attributes, writing: readonly ModifiedProperty[]): Attributes | undefined {
  const filled = writing.filter(({ name, new: value }) => value !== null && !mayBeOurs(name, previous));
  if (filled.length === 0) return undefined;
  return { ...previous, ...Object.fromEntries(filled.map(({ name }) => [beingFilled(name), true])) };
}

/**
 * True when Slack shows what it made of the very value that we wrote last (trimmed, re-spelled, dropped). Writing it again
 * would change nothing, so that difference would come back every day.
 */
function isOwnForm(target: string, desired: AttributeValue, current: AttributeValue, snapshot: Attributes): boolean {
  const shown = snapshot[shownAs(target)];
  return shown !== undefined && sameValue(target, desired, snapshot[target]) && snapshotValue(current) === shown;
}

/**
 * What an update compares a target with: what Slack shows, or for a value that Slack shows in another form altogether (a photo
 * gets an address of its own) what we wrote last.
 */
function shownNow(target: string, current: Attributes, snapshot: Attributes): AttributeValue {
  return (isShownBySlack(target) ? current : snapshot)[target] ?? null;
}

/** False for a value that Slack never shows as it was written, so that only our snapshot knows it. */
export function isShownBySlack(target: string): boolean {
  return USER_TARGET_ATTRIBUTES.get(target)?.comparedBySnapshot !== true;
}

/** Targets that an update may write at all: not `active`, not written once, not "only during object creation". */
export function isUpdatable(target: string, ruleOf: RuleOf): boolean {
  if (target === TARGET.active || USER_TARGET_ATTRIBUTES.get(target)?.writeOnce) return false;
  return ruleOf(target)?.apply === 'always';
}

/**
 * What an update has to write.
 *
 * | desired | current | snapshot | whenEmpty | written |
 * |---------|---------|----------|-----------|---------|
 * | "a"     | "b"     | any      | any       | "a"     |
 * | "a"     | "a"     | any      | any       | nothing |
 * | null    | "b"     | "b"      | clear     | null    |
 * | null    | "b"     | filling  | clear     | null    |
 * | null    | "b"     | none     | clear     | nothing: the value is not ours |
 * | null    | "b"     | any      | keep      | nothing |
 */
export function compareAttributes(
  desired: Attributes,
  current: Attributes,
  snapshot: Attributes,
  ruleOf: RuleOf,
): readonly ModifiedProperty[] {
  const modified: ModifiedProperty[] = [];
  for (const [target, value] of Object.entries(desired)) {
    if (!isUpdatable(target, ruleOf)) continue;
    const now = shownNow(target, current, snapshot);
    if (sameValue(target, value, now)) continue;
    if (isOwnForm(target, value, now, snapshot)) continue;
    if (value === null && (ruleOf(target)?.whenEmpty === 'keep' || !mayBeOurs(target, snapshot))) continue;
    modified.push({ name: target, old: now, new: value });
  }
  return modified;
}

/**
 * The snapshot after a write: what we meant, for every target we keep up to date; the rest as it was.
 * @param answer the account as Slack showed it after an update; where it differs from what was written, it is noted
 */
export function snapshotAfter(
  desired: Attributes,
  previous: Attributes,
  written: readonly ModifiedProperty[],
  answer: Attributes = {},
): Attributes {
  const next: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(previous)) if (!name.startsWith(FILLING)) next[name] = value;
  for (const [target, value] of Object.entries(desired)) {
    if (value !== null && target !== TARGET.active) next[target] = snapshotValue(value);
  }
  for (const { name, new: value } of written) {
    next[name] = snapshotValue(value);
    delete next[shownAs(name)];
  }
  for (const name of storedDifferently(written, answer)) next[shownAs(name)] = snapshotValue(answer[name] ?? null);
  return next;
}

/** Targets that Slack stored otherwise than they were written. */
export function storedDifferently(written: readonly ModifiedProperty[], answer: Attributes): readonly string[] {
  const differs = ({ name, new: value }: ModifiedProperty): boolean =>
    answer[name] !== undefined && value !== null && !sameValue(name, value, answer[name]);
  return written.filter(differs).map(({ name }) => name);
}
