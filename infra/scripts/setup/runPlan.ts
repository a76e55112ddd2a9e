import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Screen } from '../../local/terminal/screen.ts';
import { UsageError } from '../usageError.ts';
import { carryOut } from './carryOut.ts';
import type { CommonOptions } from './commonOptions.ts';
import { formatPlan } from './formatPlan.ts';
import { openSteps, type Plan, type Step } from './step.ts';

export interface RunPlanOptions extends Pick<CommonOptions, 'plan' | 'yes' | 'json'> {
  readonly client: GraphClient;
  readonly clock: Clock;
  readonly screen: Screen;
  /** Asks the person; undefined where nobody can answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
}

export interface RunResult {
  /** As it is at the end. */
  readonly plan: Plan;
  readonly done: readonly Step[];
  /** `planned`: only shown; `declined`: the person said no. */
  readonly state: 'blocked' | 'planned' | 'declined' | 'complete';
}

/**
 * Shows the plan, asks, and does it.
 * @throws StepError, UsageError when there is nobody to ask
 */
export async function runPlan(
  first: Plan,
  look: () => Promise<Plan>,
  { client, clock, screen, confirm, plan: onlyPlan, yes, json }: RunPlanOptions,
): Promise<RunResult> {
  if (!json) screen.print(formatPlan(first, screen.paint));
  if (first.blockers.length > 0) return { plan: first, done: [], state: 'blocked' };
  const count = openSteps(first).length;
  if (count === 0) return { plan: first, done: [], state: 'complete' };
  if (onlyPlan || (json && !yes)) return { plan: first, done: [], state: 'planned' };
  if (!yes) {
    if (!confirm) throw new UsageError('There is no terminal to ask in. Add --yes to do it, or --plan to look only.');
    if (!(await confirm('Do it?'))) return { plan: first, done: [], state: 'declined' };
  }
  const startedAt = new Map<string, number>();
  const onStep = (step: Step, state: 'begun' | 'done'): void => {
    if (json) return;
    const now = clock.now().getTime();
    if (state === 'begun') {
      startedAt.set(step.id, startedAt.get(step.id) ?? now);
      screen.redraw(`  … ${step.what}`);
      return;
    }
    const seconds = ((now - (startedAt.get(step.id) ?? now)) / 1000).toFixed(1);
    screen.print(
      `  ${screen.paint('green', '✓')} ${step.what}: ${step.wanted} ${screen.paint('dim', `(${seconds} s)`)}`,
    );
  };
  return { ...(await carryOut(first, { client, clock, look, onStep })), state: 'complete' };
}
