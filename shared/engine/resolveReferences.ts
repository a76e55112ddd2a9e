import type { Anchor } from '../model/anchor.ts';
import type { Attributes, AttributeValue } from '../model/attributes.ts';
import type { Change } from '../model/change.ts';
import { USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import type { EngineDependencies } from './dependencies.ts';
import { isInTransition, mayBeReferenced } from './mayBeReferenced.ts';
import type { Trace } from './trace.ts';

export interface Referencing {
  readonly change: Change;
  /** Slack is read anew, so what the anchor remembers of references is not trusted either. */
  readonly fresh: boolean;
  readonly anchor: Anchor | undefined;
  readonly mapped: Attributes;
}

export interface ResolvedReferences {
  /** The mapped attributes with Slack ids in place of Entra ids; `null` where the reference cannot be written now. */
  readonly attributes: Attributes;
  /** For the anchor: the Entra ids that were written, by target, and under `waitingFor` those that are awaited. */
  readonly references: Readonly<Record<string, string | null>>;
}

/** Name under which an anchor notes whom a reference waits for, so that the wait costs nothing until it is over. */
function waitingFor(target: string): string {
  return `waiting:${target}`;
}

/**
 * Puts Slack ids in place of Entra ids. A reference to somebody who has no account, or none that is active, is emptied where we
 * had written one, and noted in `waiting`: whoever gets an account brings this one up again, without a restart or a second cycle.
 */
export async function resolveReferences(
  referencing: Referencing,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<ResolvedReferences> {
  const { anchor, mapped } = referencing;
  const attributes: Record<string, AttributeValue> = {};
  const references: Record<string, string | null> = {};
  for (const [target, value] of Object.entries(mapped)) {
    if (USER_TARGET_ATTRIBUTES.get(target)?.type !== 'Reference') {
      attributes[target] = value;
      continue;
    }
    const sourceId = typeof value === 'string' ? value : null;
    const slackId = sourceId === null ? null : await slackIdOf(target, sourceId, referencing, trace, dependencies);
    attributes[target] = slackId ?? null;
    references[target] = slackId === undefined ? null : sourceId;
    if (slackId === undefined) {
      references[waitingFor(target)] = sourceId;
      trace.add('referenceResolution', 'skipped', {
        code: 'UnableToResolveReferenceAttributeValue',
        target,
        sourceId,
        reason: 'The referenced user has no active account. The value is written as soon as they have one.',
      });
    } else if (anchor?.references[waitingFor(target)]) references[waitingFor(target)] = null;
  }
  return { attributes, references };
}

/** Without a table operation where the anchor knows: the same person as before, or one who is awaited already. */
async function slackIdOf(
  target: string,
  sourceId: string,
  { change, fresh, anchor }: Referencing,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<string | undefined> {
  if (!fresh && anchor && change.cause !== 'reference') {
    const known = anchor.snapshot[target];
    if (anchor.references[target] === sourceId && typeof known === 'string') return known;
    if (anchor.references[waitingFor(target)] === sourceId) return undefined;
  }
  return findSlackId(change, sourceId, trace, dependencies);
}

/** Reads the referenced object's anchor; registers as waiting before the second look, so that none can slip in between. */
async function findSlackId(
  { kind, id }: Change,
  awaitedId: string,
  trace: Trace,
  { anchors, waiting }: EngineDependencies,
): Promise<string | undefined> {
  const first = await anchors.read('user', awaitedId);
  if (mayBeReferenced(first)) return first.slackId;
  await waiting.add(awaitedId, { kind, id });
  const second = await anchors.read('user', awaitedId);
  if (mayBeReferenced(second)) return second.slackId;
  trace.isDoubtful ||= isInTransition(second);
  return undefined;
}
