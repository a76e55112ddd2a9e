import type { GraphClient } from '../../../shared/entra/graphClient.ts';
import { isProvisioningError, type ProvisioningError } from '../../../shared/errors/provisioningError.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import { writeWhole } from '../importSchema/files.ts';
import { isGraphRequest, openSteps, type Plan, type Step } from './step.ts';

/** A step that did not come about. What was done before stays done, and the script can be run again. */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly step: Step;
  readonly done: readonly Step[];

  constructor(step: Step, done: readonly Step[], cause: unknown) {
    super(`${step.what}: not done.`, { cause });
    this.step = step;
    this.done = done;
  }
}

/** What stands in the way of everything, seen only after a step was done. */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
}

/** Graph took the request, and does not show what came of it. */
export class NotShownError extends Error {
  override readonly name = 'NotShownError';
}

export interface CarryOutOptions {
  readonly client: GraphClient;
  readonly clock: Clock;
  /** Reads everything anew and plans from it. */
  readonly look: () => Promise<Plan>;
  /** Called when a step is begun, and when a read has shown that it is done. */
  readonly onStep?: (step: Step, state: 'begun' | 'done') => void;
  /** Longest time until a read shows what was written; Graph shows new applications after 5 to 30 s. */
  readonly patienceMs?: number;
}

const PAUSE_MS = 2_000;
/** The identifier is refused as long as the server that is asked has not heard that the application signs in by SAML. */
const MODE_NOT_SEEN = 'HostNameNotOnVerifiedDomain';

/**
 * Does the open steps of a plan one by one. Each is done when a new read says so, whatever Graph answered: answers get lost,
 * and reads lag behind writes. The plan after it decides what is next.
 *
 * @throws StepError
 */
export async function carryOut(
  first: Plan,
  options: CarryOutOptions,
): Promise<{ readonly plan: Plan; readonly done: readonly Step[] }> {
  const done: Step[] = [];
  let plan = first;
  for (;;) {
    const open = openSteps(plan);
    const step = open.find(({ action }) => action) ?? open[0];
    if (!step) return { plan, done };
    options.onStep?.(step, 'begun');
    try {
      plan = await bringAbout(step, options);
    } catch (error) {
      throw new StepError(step, done, error);
    }
    if (plan.blockers.length > 0) throw new StepError(step, done, new BlockedError(plan.blockers.join('\n')));
    const isStillOpen = openSteps(plan).some(({ id }) => id === step.id);
    if (isStillOpen) continue;
    done.push(step);
    options.onStep?.(step, 'done');
  }
}

/** @returns the first plan in which the step is done, or in which something else has to be done for it */
async function bringAbout(step: Step, options: CarryOutOptions): Promise<Plan> {
  const { clock, patienceMs = 180_000 } = options;
  const deadline = clock.now().getTime() + patienceMs;
  let failure = await perform(step, options);
  for (;;) {
    const seen = await look(options);
    if (!('plan' in seen)) failure = failure?.isFinal ? failure : seen;
    else if (isOver(step, seen.plan)) return seen.plan;
    if (failure?.isFinal) throw failure.error;
    if (clock.now().getTime() >= deadline)
      throw failure?.error ?? new NotShownError('Graph took it, but does not show it yet.');
    await clock.sleep(PAUSE_MS);
    if (failure?.mayRepeat) failure = await perform(step, options);
  }
}

function isOver(step: Step, plan: Plan): boolean {
  const open = openSteps(plan);
  const same = open.find(({ id }) => id === step.id);
  if (!same) return true;
  // A step that had to wait for an earlier one can be done now, itself or another one that it waits for.
  return !step.action && open.some(({ action }) => action);
}

interface Failure {
  readonly error: ProvisioningError;
  /** No use in looking again for long. */
  readonly isFinal: boolean;
  /** Graph did not carry it out, and may do so later. */
  readonly mayRepeat: boolean;
}

async function perform({ action }: Step, { client }: CarryOutOptions): Promise<Failure | undefined> {
  if (!action) return undefined;
  if (!isGraphRequest(action)) {
    writeWhole(action.file, action.text);
    return undefined;
  }
  const { method, path, body, creates } = action;
  try {
    if (method === 'DELETE') await client.delete(path);
    else await client[method === 'POST' ? 'post' : 'patch'](path, body);
    return undefined;
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    const isLost = error.class === 'retry' && error.lostAnswer;
    // 404: what an earlier step made has not reached the server that was asked.
    const mayPass = error.code === MODE_NOT_SEEN || isProvisioningError(error, 'gone', 'retry', 'wait');
    return { error, isFinal: !mayPass, mayRepeat: mayPass && !(isLost && creates) };
  }
}

async function look({ look: read }: CarryOutOptions): Promise<{ readonly plan: Plan } | Failure> {
  try {
    return { plan: await read() };
  } catch (error) {
    if (!isProvisioningError(error, 'gone', 'retry', 'wait')) throw error;
    return { error, isFinal: false, mayRepeat: false };
  }
}
