import type { Change } from '../model/change.ts';
import type { Outcome } from '../model/outcome.ts';
import type { EngineDependencies } from './dependencies.ts';
import { provisionGroup } from './groups/provisionGroup.ts';
import { provisionUser } from './provisionUser.ts';
import type { Trace } from './trace.ts';

/** How a change reached this try. */
export interface Delivery {
  /** An earlier try of this message may have got part of the way: trust nothing but Slack itself. */
  readonly retried: boolean;
}

/**
 * The one path: import → scope → match → plan → act → anchor.
 * @returns the outcome, or `undefined` when the object is none of our business (neither in scope nor linked): no log, no more calls.
 * @throws ProvisioningError as the ports threw it; ConcurrencyError when another writer got in between
 */
export async function provision(
  change: Change,
  delivery: Delivery,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome | undefined> {
  if (change.kind === 'group') return provisionGroup(change, delivery, trace, dependencies);
  return provisionUser(change, delivery, trace, dependencies);
}
