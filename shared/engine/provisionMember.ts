import type { StoredAnchor } from '../model/anchor.ts';
import type { Attributes } from '../model/attributes.ts';
import type { Change } from '../model/change.ts';
import type { MappedUser, MappingFailure } from '../model/mapping.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SourceUser } from '../model/source.ts';
import { TARGET } from '../model/targetAttributes.ts';
import { planMember } from '../plan/planUser.ts';
import { adoptUser } from './adoptUser.ts';
import { createUser } from './createUser.ts';
import type { EngineDependencies } from './dependencies.ts';
import { matchUser } from './matchUser.ts';
import { needsFreshRead } from './needsFreshRead.ts';
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
  readonly references: Readonly<Record<string, string | null>>;
}

/** Someone who should have an active account: created, adopted, updated, enabled, or left as it is. */
export async function provisionMember(
  member: Member,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { change, delivery, anchor, mapped } = member;
  if (mapped.ignoreObject) {
    trace.add('processing', 'skipped', { reason: 'IgnoreObjectFlow' });
    return trace.end('skipped', { code: 'IgnoreObjectFlow', reason: 'An expression asked to leave this user alone.' });
  }
  const blocking = mapped.failures.filter((failure) => !isDroppable(failure));
  if (blocking.length > 0) return failMapping(blocking, trace);
  noteDropped(mapped.failures.filter(isDroppable), trace);

  const fresh = !anchor || anchor.retired || needsFreshRead(change, delivery, anchor, dependencies);
  const resolved = await resolveReferences({ change, fresh, anchor, mapped: mapped.attributes }, trace, dependencies);
  const desired: DesiredUser = { ...resolved, attributes: dependencies.target.canonical(resolved.attributes) };

  const linked = anchor && (await readLinked(anchor, fresh, delivery, dependencies));
  if (linked === 'gone') {
    await dependencies.anchors.release(anchor as StoredAnchor);
    trace.add('matching', 'success', { result: 'gone', slackId: anchor?.slackId, basis: 'anchor' });
  } else if (linked) {
    trace.add('matching', 'success', { result: 'found', slackId: linked.anchor.slackId, basis: 'anchor' });
    return updateUser(linked, desired, trace, dependencies);
  }
  return provisionUnlinked(member, linked === 'gone', desired, trace, dependencies);
}

async function provisionUnlinked(
  { change, delivery, user }: Member,
  lostLink: boolean,
  desired: DesiredUser,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const look = lostLink ? { retried: true } : delivery;
  const match = await matchUser(change, look, user, desired.attributes, trace, dependencies);
  if (match.type === 'ambiguous') return trace.end('failed', { code: match.code, reason: match.reason });
  if (match.type === 'found') return adoptUser(user.id, match, desired, trace, dependencies);

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

/**
 * A display name that Slack would refuse is left out instead of failing the person: it is sent at creation only, and Slack
 * falls back to the user name (tutorial: "displayName property cannot have an '@'").
 */
function isDroppable(failure: MappingFailure): boolean {
  return failure.target === TARGET.displayName && failure.code === 'AttributeValidationFailed';
}

function noteDropped(failures: readonly MappingFailure[], trace: Trace): void {
  for (const { target, code, message } of failures)
    trace.add('processing', 'skipped', { code, target, reason: message });
}

function failMapping(failures: readonly MappingFailure[], trace: Trace): Outcome {
  trace.add('processing', 'failure', { failures });
  const [first] = failures;
  const reason = failures.map(({ target, message }) => `${target}: ${message}`).join('; ');
  return trace.end('failed', { code: first?.code ?? 'AttributeValidationFailed', reason });
}
