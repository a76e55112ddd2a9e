import type { Anchor } from '../model/anchor.ts';
import type { Attributes, AttributeValue } from '../model/attributes.ts';
import { USER_TARGET_ATTRIBUTES } from '../model/targetAttributes.ts';
import type { EngineDependencies } from './dependencies.ts';
import type { Trace } from './trace.ts';

export interface ResolvedReferences {
  /** The mapped attributes with Slack ids in place of Entra ids; unresolved references are left out. */
  readonly attributes: Attributes;
  /** The Entra ids that were written, by target; an unresolved one is absent and so looked at again. */
  readonly references: Readonly<Record<string, string | null>>;
}

/**
 * Puts Slack ids in place of Entra ids. A reference to an object without an anchor is left out and noted in `waiting`:
 * the object that gets the anchor brings this one up again, without a restart or a second cycle.
 */
export async function resolveReferences(
  id: string,
  mapped: Attributes,
  anchor: Anchor | undefined,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<ResolvedReferences> {
  const attributes: Record<string, AttributeValue> = {};
  const references: Record<string, string | null> = {};
  for (const [target, value] of Object.entries(mapped)) {
    if (USER_TARGET_ATTRIBUTES.get(target)?.type !== 'Reference') {
      attributes[target] = value;
      continue;
    }
    if (typeof value !== 'string') {
      attributes[target] = null;
      references[target] = null;
      continue;
    }
    const slackId = knownSlackId(target, value, anchor) ?? (await findSlackId(id, value, dependencies));
    if (slackId === undefined) {
      trace.add('referenceResolution', 'skipped', {
        code: 'UnableToResolveReferenceAttributeValue',
        target,
        sourceId: value,
        reason: 'The referenced user is not provisioned (yet). The value is written as soon as they are.',
      });
      continue;
    }
    attributes[target] = slackId;
    references[target] = value;
  }
  return { attributes, references };
}

/** A reference that was resolved before and still points at the same person needs no look-up. */
function knownSlackId(target: string, sourceId: string, anchor: Anchor | undefined): string | undefined {
  const known = anchor?.snapshot[target];
  return anchor?.references[target] === sourceId && typeof known === 'string' ? known : undefined;
}

/** Reads the referenced object's anchor; registers as waiting before the second look, so that none can slip in between. */
async function findSlackId(
  id: string,
  awaitedId: string,
  { anchors, waiting }: EngineDependencies,
): Promise<string | undefined> {
  const first = await anchors.read('user', awaitedId);
  if (first && !first.retired) return first.slackId;
  if (first?.retired) return undefined;
  await waiting.add(awaitedId, { kind: 'user', id });
  const second = await anchors.read('user', awaitedId);
  return second && !second.retired ? second.slackId : undefined;
}
