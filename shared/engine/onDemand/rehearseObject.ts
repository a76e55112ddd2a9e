import { isProvisioningError } from '../../errors/provisioningError.ts';
import type { Change, ObjectKind } from '../../model/change.ts';
import type { OnDemandRequest } from '../../model/onDemand.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { rehearse } from '../preview/rehearse.ts';
import { slackForOne } from '../preview/slackForOne.ts';
import { provision } from '../provision.ts';
import { Trace } from '../trace.ts';
import { NOT_OURS, showOutcome } from './showOutcome.ts';

/** What provisioning would do. */
export type Rehearsal = Omit<OnDemandRequest, 'requestId' | 'requestedAt' | 'requestedBy'>;

/**
 * What provisioning an object would do now: the same path on top of what is really there, with everything written in memory.
 * @throws ProvisioningError when Entra, Slack or the tables do not answer; what is wrong with the object is its outcome
 */
export async function rehearseObject(
  kind: ObjectKind,
  id: string,
  dependencies: EngineDependencies,
): Promise<Rehearsal> {
  const change: Change = { v: 1, kind, id, cause: 'onDemand', attempt: 0 };
  const rehearsal = { ...rehearse(dependencies), target: slackForOne(dependencies.target) };
  const trace = new Trace();
  const outcome = await outcomeOf(change, trace, rehearsal);
  return { kind, id, ...showOutcome(kind, outcome, trace, dependencies) };
}

async function outcomeOf(change: Change, trace: Trace, dependencies: EngineDependencies): Promise<Outcome> {
  try {
    return (await provision(change, { retried: false }, trace, dependencies)) ?? trace.end('skipped', NOT_OURS);
  } catch (error) {
    if (!isProvisioningError(error, 'invalid', 'conflict', 'gone')) throw error;
    trace.add('export', 'failure', { code: error.code, reason: error.message });
    return trace.end('failed', { code: error.code, reason: error.message });
  }
}
