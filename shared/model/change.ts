/** The two kinds of object that are provisioned. */
export type ObjectKind = 'user' | 'group';

/** Why an object is looked at. Decides whether the anchor's snapshot may stand for Slack's state (`DESIGN`: "what is current?"). */
export type Cause = 'notification' | 'delta' | 'assignment' | 'reference' | 'full' | 'retry' | 'onDemand';

/**
 * Body of a message in queue `changes`: which object is dirty and why, never what to write.
 * The worker reads the object again and plans from the truth, so duplicates, reordering and replays are harmless.
 */
export interface Change {
  readonly v: 1;
  readonly kind: ObjectKind;
  /** Entra object id, lower-case GUID. */
  readonly id: string;
  readonly cause: Cause;
  /** Set when the object belongs to the progress of a full cycle. */
  readonly cycleId?: string;
  /** 0 for the first try; each delayed copy adds one. */
  readonly attempt: number;
  /** Hint of a group notification (`members@delta`), never trusted alone. */
  readonly members?: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** What the full cycle already found in Slack; `null` = nothing there, so create without a look-up. */
  readonly candidate?: string | null;
  /** An earlier try was sent back until this request to Slack has its place, which is kept for it. */
  readonly reservation?: string;
  /** Let through while the job is in quarantine, to see whether writing works again. */
  readonly probe?: true;
  /** When the change was noticed, where this is a delayed copy of the message that told of it; ISO 8601, UTC. */
  readonly noticedAt?: string;
  /** Somebody waits for the outcome of this one; see `OnDemandRequest`. */
  readonly requestId?: string;
}

/** Session of a change: gives each object one worker at a time. */
export function sessionIdOf(change: Pick<Change, 'kind' | 'id'>): string {
  return `${change.kind}:${change.id}`;
}

/**
 * Message id of a change, the key of the queue's duplicate detection.
 *
 * @param source what caused the message: a notification's sequence number or hash, `d-…` of a sweep, `c-…` of a cycle.
 *   It must be as fine as one change and no finer, so that a later change is never swallowed and a crash between
 *   sending a copy and completing the original never doubles it. The leading `m-` keeps the id from being a JSON
 *   literal, which the Functions worker would turn into a number.
 */
export function messageIdOf(change: Pick<Change, 'kind' | 'id' | 'attempt'>, source: string): string {
  return `m-${change.kind}-${change.id}-${source}-${change.attempt}`;
}
