import { ProvisioningError } from '../../errors/provisioningError.ts';
import { type Change, messageIdOf, type ObjectKind } from '../../model/change.ts';
import { newRequest, type OnDemandRequest } from '../../model/onDemand.ts';
import type { EngineDependencies } from '../dependencies.ts';

/** How often the outcome is looked for. */
const LOOK_EVERY_MS = 200;

export interface ProvisioningOrder {
  readonly kind: ObjectKind;
  readonly id: string;
  /** Who asks, for the record. */
  readonly requestedBy: string;
  /** Longest time to wait for the outcome. */
  readonly waitMs: number;
}

/**
 * Provisions an object now, through the queue like everything else, so that it has one worker at a time.
 * @returns the request as it stands when the outcome is there or the time is over
 * @throws ProvisioningError `conflict` with code `JobNotActive` while nothing may be written
 */
export async function requestProvisioning(
  { kind, id, requestedBy, waitMs }: ProvisioningOrder,
  dependencies: EngineDependencies,
): Promise<OnDemandRequest> {
  const { gate, queue, onDemand, clock, newLogId } = dependencies;
  const state = await gate.refresh();
  if (state !== 'active') {
    const reason = `The job is in state "${state}", in which nothing is written to Slack. Start it, or ask for a dry run.`;
    throw new ProvisioningError('conflict', 'JobNotActive', reason);
  }
  const requestedAt = clock.now();
  const requestId = newLogId(requestedAt);
  const asked = newRequest({ requestId, kind, id, requestedAt: requestedAt.toISOString(), requestedBy });
  await onDemand.put(asked);
  const change: Change = { v: 1, kind, id, cause: 'onDemand', attempt: 0, requestId };
  await queue.send([{ change, messageId: messageIdOf(change, `o-${requestId}`) }]);
  return waitForOutcome(asked, requestedAt.getTime() + waitMs, dependencies);
}

async function waitForOutcome(
  asked: OnDemandRequest,
  until: number,
  { onDemand, clock }: EngineDependencies,
): Promise<OnDemandRequest> {
  let request = asked;
  while (request.state !== 'done' && clock.now().getTime() < until) {
    await clock.sleep(LOOK_EVERY_MS);
    request = (await onDemand.read(asked.requestId)) ?? request;
  }
  return request;
}
