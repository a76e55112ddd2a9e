import type { ObjectKind } from './change.ts';
import type { ModifiedProperty, OutcomeType, Step } from './outcome.ts';

/**
 * How far provisioning on demand has come. `queued`: no worker has it yet; `waiting`: it is tried again later, `note` says why;
 * `done`: the outcome is there.
 */
export type OnDemandState = 'queued' | 'running' | 'waiting' | 'done';

/** Somebody asked to provision one object now. */
export interface OnDemandRequest {
  readonly requestId: string;
  readonly kind: ObjectKind;
  /** Entra object id, lower-case GUID. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly state: OnDemandState;
  readonly note: string | null;
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  /** What has been done so far. */
  readonly steps: readonly Step[];
  /** Null until the state is `done`. */
  readonly outcome: OutcomeType | null;
  readonly code?: string;
  readonly reason?: string;
  readonly slackId?: string;
  readonly modifiedProperties: readonly ModifiedProperty[];
}

/** A request that nobody has worked on yet. */
export function newRequest(
  asked: Pick<OnDemandRequest, 'requestId' | 'kind' | 'id' | 'requestedAt' | 'requestedBy'>,
): OnDemandRequest {
  return {
    ...asked,
    state: 'queued',
    note: null,
    displayName: null,
    userPrincipalName: null,
    steps: [],
    outcome: null,
    modifiedProperties: [],
  };
}
