import { missingMatchValue } from '../mapping/missingMatchValue.ts';
import type { StoredAnchor } from '../model/anchor.ts';
import type { Attributes } from '../model/attributes.ts';
import type { Change } from '../model/change.ts';
import type { MappedUser, MappingFailure } from '../model/mapping.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SourceUser } from '../model/source.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { isUpdatable } from '../plan/compareAttributes.ts';
import { planMember } from '../plan/planUser.ts';
import { adoptUser, finishCreation } from './adoptUser.ts';
import { withdrawStaged } from './clearStaged.ts';
import { createUser } from './createUser.ts';
import { isOwnCreation, readCreationNote } from './creationUnderway.ts';
import type { EngineDependencies } from './dependencies.ts';
import { type Match, matchUser } from './matchUser.ts';
import { needsFreshRead } from './needsFreshRead.ts';
import { withoutUnknownPhoto } from './photoData.ts';
import type { Delivery } from './provision.ts';
import { resolveReferences } from './resolveReferences.ts';
import type { Trace } from './trace.ts';
import { type LinkedAccount, updateUser } from './updateUser.ts';

export interface Member {
  readonly change: Change;
  readonly delivery: Delivery;
  readonly user: SourceUser;
  readonly anchor: StoredAnchor | undefined;
  readonly mapped: MappedUser;
}

/** What should be in Slack: mapped, canonical, references resolved. */
export interface DesiredUser {
  readonly attributes: Attributes;
  /** User names to try in this order when the account is created; absent: the mapped one, then with numbers. */
  readonly userNames?: readonly string[];
  readonly references: Readonly<Record<string, string | null>>;
}

/** Someone who should have an active account: created, adopted, updated, enabled, or left as it is. */
export async function provisionMember(
  member: Member,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { change, delivery, mapped } = member;
  const anchor = member.anchor && (await withdrawStaged(member.anchor, dependencies));
  if (mapped.ignoreObject) {
    trace.add('processing', 'skipped', { reason: 'IgnoreObjectFlow' });
    return trace.end('skipped', { code: 'IgnoreObjectFlow', reason: 'An expression asked to leave this user alone.' });
  }
  const blocking = mapped.failures.filter((failure) => !isViolation(failure));
  if (blocking.length > 0) return failMapping(blocking, trace);
  noteViolations(mapped.failures, trace);

  const fresh = !anchor || anchor.retired || needsFreshRead(change, delivery, anchor, dependencies);
  const wanted = withoutUnknownPhoto(mapped.attributes, member.user, dependencies.configuration);
  const resolved = await resolveReferences({ change, fresh, anchor, mapped: wanted }, trace, dependencies);
  const desired: DesiredUser = {
    ...resolved,
    attributes: dependencies.target.canonical(resolved.attributes),
    ...userNamesOf(mapped, dependencies),
  };

  const linked = anchor && (await readLinked(anchor, fresh, delivery, dependencies));
  if (linked === 'gone') {
    await dependencies.anchors.release(anchor as StoredAnchor);
    trace.add('matching', 'success', { result: 'gone', slackId: anchor?.slackId, basis: 'anchor' });
  } else if (linked) {
    trace.add('matching', 'success', { result: 'found', slackId: linked.anchor.slackId, basis: 'anchor' });
    const outcome = await updateUser(linked, desired, trace, dependencies);
    return outcome.type === 'unchanged' ? showViolations(outcome, member, trace, dependencies) : outcome;
  }
  return provisionUnlinked(member, linked === 'gone', desired, trace, dependencies);
}

/** The names that `SelectUniqueValue` offers, in the form in which Slack keeps them. */
function userNamesOf({ candidates }: MappedUser, { target }: EngineDependencies): Pick<DesiredUser, 'userNames'> {
  const offered = candidates?.[TARGET.userName];
  if (!offered) return {};
  const canonical = offered.map((name) => target.canonical({ [TARGET.userName]: name })[TARGET.userName]);
  return { userNames: [...new Set(canonical.filter((name) => typeof name === 'string'))] };
}

async function provisionUnlinked(
  { change, delivery, user, mapped }: Member,
  lostLink: boolean,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const unmatchable = missingMatchValue(dependencies.configuration.users.mapping.matching, desired.attributes);
  if (unmatchable) {
    trace.add('matching', 'skipped', { ...unmatchable });
    return trace.end('skipped', { code: unmatchable.code, reason: unmatchable.message });
  }
  const look = lostLink ? { retried: true } : delivery;
  const match = await matchUser(change, look, user, desired.attributes, trace, dependencies);
  if (match.type === 'ambiguous') return trace.end('failed', { code: match.code, reason: match.reason });
  if (match.type === 'found') return linkFound(user.id, match, desired, trace, dependencies);

  const [violation] = mapped.failures;
  if (violation) return trace.end('skipped', { code: violation.code, reason: reasonOf(mapped.failures) });
  const { mapping, policy } = dependencies.configuration.users;
  const plan = planMember({
    desired: desired.attributes,
    defaults: mapping.defaults,
    current: undefined,
    snapshot: {},
    leftActive: false,
    ruleOf: mapping.rule,
    policy,
  });
  if (plan.action === 'create') {
    const newUser = { user, attributes: plan.attributes, nameTaken: match.nameTaken };
    return createUser(newUser, desired, trace, dependencies);
  }
  trace.add('processing', plan.action === 'fail' ? 'failure' : 'skipped', { ...plan });
  if (plan.action === 'fail') return trace.end('failed', { code: plan.code, reason: plan.reason });
  return trace.end('skipped', plan.action === 'skip' ? { code: plan.code, reason: plan.reason } : {});
}

/** An account that is there already: somebody else's work, or what an earlier try has left behind. */
async function linkFound(
  sourceId: string,
  match: Extract<Match, { type: 'found' }>,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const unfinished = await readCreationNote('user', sourceId, dependencies);
  if (isOwnCreation(match.account, unfinished)) {
    return finishCreation(sourceId, match.account, desired, trace, dependencies);
  }
  return adoptUser(sourceId, match, desired, trace, dependencies);
}

/** The linked account as the anchor remembers it, or as Slack shows it where that may be stale. */
async function readLinked(
  anchor: StoredAnchor,
  fresh: boolean,
  { retried }: Delivery,
  { target }: EngineDependencies,
): Promise<LinkedAccount | 'gone'> {
  if (!fresh) return { anchor, fresh, retried, current: { active: anchor.active, attributes: anchor.snapshot } };
  const account = await target.readUser(anchor.slackId);
  if (!account) return 'gone';
  return { anchor, fresh, retried, current: { active: account.active, attributes: account.attributes } };
}

/** A value that breaks one of Slack's rules: nothing is wrong with the mapping, and only the person's data can mend it. */
function isViolation({ code }: MappingFailure): boolean {
  return code === 'AttributeValidationFailed';
}

function noteViolations(failures: readonly MappingFailure[], trace: Trace): void {
  for (const { target, code, message } of failures)
    trace.add('processing', 'skipped', { code, target, reason: message });
}

/**
 * Nobody is created with a value that Slack would refuse. Someone who has an account keeps getting everything else; when
 * nothing else is to be done, the outcome says what is not.
 */
function showViolations(
  unchanged: Outcome,
  { mapped }: Member,
  trace: Trace,
  dependencies: EngineDependencies,
): Outcome {
  const { rule } = dependencies.configuration.users.mapping;
  const pending = mapped.failures.filter(({ target }) => isUpdatable(target, rule));
  const [first] = pending;
  if (!first) return unchanged;
  const { slackId } = unchanged;
  return trace.end('skipped', { code: first.code, reason: reasonOf(pending), ...(slackId ? { slackId } : {}) });
}

function failMapping(failures: readonly MappingFailure[], trace: Trace): Outcome {
  trace.add('processing', 'failure', { failures });
  return trace.end('failed', { code: failures[0]?.code ?? 'ExpressionEvaluationFailed', reason: reasonOf(failures) });
}

function reasonOf(failures: readonly MappingFailure[]): string {
  return failures.map(({ message }) => message).join(' ');
}
