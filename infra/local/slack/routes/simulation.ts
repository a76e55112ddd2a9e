import type { Faults } from '../faults/faults.ts';
import type { RateLimits } from '../limits/budgets.ts';
import type { Workspace } from '../state/workspace.ts';

/** Everything that one running simulator is made of. */
export interface Simulation {
  readonly workspace: Workspace;
  readonly faults: Faults;
  /** `undefined`: no limits. */
  readonly limits: RateLimits | undefined;
  /** Ids of the resources that are being written. */
  readonly locks: Set<string>;
  readonly now: () => number;
  readonly random: () => number;
}
