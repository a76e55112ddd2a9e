import type { Change } from '../../model/change.ts';
import { newRequest, type OnDemandRequest } from '../../model/onDemand.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { redactOutcome } from '../redactOutcome.ts';
import type { Trace } from '../trace.ts';
import { NOT_OURS, showOutcome } from './showOutcome.ts';

/** Tells whoever asked for an object how far it has come. */
export interface RequestProgress {
  /** It will be tried again. @param note why, for a person */
  wait(note: string): Promise<void>;
  /** @param outcome undefined: the object is none of our business */
  end(outcome: Outcome | undefined): Promise<void>;
}

const NOBODY_ASKED: RequestProgress = { wait: async () => undefined, end: async () => undefined };

/**
 * Writes the steps of a request as they happen. One write at a time; what happens meanwhile goes into the next one. That the
 * progress cannot be written must not stop the work.
 */
export async function followRequest(
  { requestId, kind, id }: Pick<Change, 'requestId' | 'kind' | 'id'>,
  trace: Trace,
  dependencies: Pick<EngineDependencies, 'onDemand' | 'configuration' | 'clock'>,
): Promise<RequestProgress> {
  if (requestId === undefined) return NOBODY_ASKED;
  const { onDemand, clock, configuration } = dependencies;
  const { redacted } = configuration[`${kind}s`].mapping;
  const asked =
    (await onDemand.read(requestId).catch(() => undefined)) ??
    newRequest({ requestId, kind, id, requestedAt: clock.now().toISOString(), requestedBy: 'unknown' });

  let pending: OnDemandRequest | undefined;
  let writing: Promise<void> | undefined;
  async function writeAll(): Promise<void> {
    while (pending) {
      const next = pending;
      pending = undefined;
      await onDemand.put(next).catch(() => undefined);
    }
    writing = undefined;
  }
  const publish = (state: Partial<OnDemandRequest>): Promise<void> => {
    const { displayName, userPrincipalName } = trace;
    const { steps } = redactOutcome({ type: 'deferred', steps: [...trace.steps], modifiedProperties: [] }, redacted);
    pending = { ...asked, displayName, userPrincipalName, steps, note: null, ...state };
    writing ??= writeAll();
    return writing;
  };

  trace.onStep = () => void publish({ state: 'running' });
  await publish({ state: 'running' });
  return {
    wait: (note) => publish({ state: 'waiting', note }),
    end: (outcome) => publish(showOutcome(kind, outcome ?? trace.end('skipped', NOT_OURS), trace, dependencies)),
  };
}
