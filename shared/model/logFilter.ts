import type { Cause, ObjectKind } from './change.ts';
import type { LogAction, LogStatus, LogSummary } from './logSummary.ts';
import type { OutcomeType } from './outcome.ts';

/** Which entries are wanted; what is absent does not matter. Lists are alternatives. */
export interface LogFilter {
  readonly kind?: ObjectKind;
  readonly actions?: readonly LogAction[];
  readonly outcomes?: readonly OutcomeType[];
  readonly statuses?: readonly LogStatus[];
  /** Compared without case. */
  readonly codes?: readonly string[];
  readonly causes?: readonly Cause[];
  readonly cycleId?: string;
  /** Entra object id, Slack id, user principal name or e-mail address, or a part of the name. */
  readonly person?: string;
  /** Every word must occur somewhere in the entry's texts. */
  readonly text?: string;
}

/** A filter as a test; words are prepared once. */
export function compileLogFilter(filter: LogFilter): (entry: LogSummary) => boolean {
  const { kind, actions, outcomes, statuses, causes, cycleId } = filter;
  const codes = filter.codes?.map((code) => code.toLowerCase());
  const person = filter.person?.trim().toLowerCase();
  const words = (filter.text ?? '').toLowerCase().split(/\s+/u).filter(Boolean);
  const isWanted = <T>(wanted: readonly T[] | undefined, value: T) => !wanted?.length || wanted.includes(value);
  return (entry) =>
    (kind === undefined || entry.kind === kind) &&
    (cycleId === undefined || entry.cycleId === cycleId) &&
    isWanted(actions, entry.action) &&
    isWanted(outcomes, entry.outcome) &&
    isWanted(statuses, entry.status) &&
    isWanted(causes, entry.cause) &&
    isWanted(codes, entry.code?.toLowerCase() ?? '') &&
    (!person || isAbout(entry, person)) &&
    (words.length === 0 || containsAll(entry, words));
}

/** An address or an id is compared whole, a name in part. */
function isAbout({ sourceId, slackId, userPrincipalName, mail, displayName }: LogSummary, person: string): boolean {
  if ([sourceId, slackId, userPrincipalName, mail].some((value) => value?.toLowerCase() === person)) return true;
  return !person.includes('@') && displayName !== null && displayName.toLowerCase().includes(person);
}

function containsAll(entry: LogSummary, words: readonly string[]): boolean {
  const { displayName, userPrincipalName, mail, sourceId, slackId, code, reason, outcome, changed, cause } = entry;
  const texts = [displayName, userPrincipalName, mail, sourceId, slackId, code, reason, outcome, cause, ...changed];
  const text = texts.join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}
