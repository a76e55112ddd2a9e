import type { StoredAnchor } from '../model/anchor.ts';
import type { Change } from '../model/change.ts';
import type { EngineDependencies } from './dependencies.ts';
import { owedOutcome } from './owedOutcome.ts';
import type { Delivery } from './provision.ts';

/** Causes for which the anchor's snapshot stands for Slack's state. */
const SNAPSHOT_CAUSES: ReadonlySet<Change['cause']> = new Set(['notification', 'delta', 'assignment', 'reference']);

/** True when Slack itself must be read before planning. */
export function needsFreshRead(
  change: Change,
  delivery: Delivery,
  anchor: StoredAnchor,
  { gate }: Pick<EngineDependencies, 'gate'>,
): boolean {
  // An account that was adopted may have had the right value all along, which its snapshot does not tell as long as the
  // reference had to wait.
  if (change.cause === 'reference' && anchor.matchedBy !== 'created') return true;
  if (delivery.retried || !SNAPSHOT_CAUSES.has(change.cause) || gate.isCautious()) return true;
  return anchor.uncertain || anchor.disabledInSlack || owedOutcome(anchor) !== undefined;
}
