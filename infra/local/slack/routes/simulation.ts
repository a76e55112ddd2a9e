import type { Faults } from '../faults/faults.ts';
import type { RateLimits } from '../limits/budgets.ts';
import type { TokenStore } from '../oauth/tokenStore.ts';
import type { Workspace } from '../state/workspace.ts';
import type { WorkspaceView } from '../state/workspaceView.ts';

/** Everything that one running simulator is made of. */
export interface Simulation {
  readonly workspace: Workspace;
  /** What a write answers. */
  readonly truth: WorkspaceView;
  /** What a read answers. */
  readonly reads: WorkspaceView;
  readonly tokens: TokenStore;
  readonly faults: Faults;
  /** `undefined`: no limits. */
  readonly limits: RateLimits | undefined;
  /** Ids of the resources that are being written. */
  readonly locks: Set<string>;
  readonly now: () => number;
  readonly random: () => number;
}
