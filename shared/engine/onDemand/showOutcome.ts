import type { ObjectKind } from '../../model/change.ts';
import type { OnDemandRequest } from '../../model/onDemand.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { isNewObject } from '../preview/newObject.ts';
import { redactOutcome } from '../redactOutcome.ts';
import type { Trace } from '../trace.ts';

/** The outcome of an object that the path has nothing to say about. */
export const NOT_OURS = {
  code: 'NotEffectivelyEntitled',
  reason: 'It is neither in scope nor linked to anything in Slack.',
} as const;

/** A finished request, without what the configuration keeps out of logs. */
export function showOutcome(
  kind: ObjectKind,
  outcome: Outcome,
  { displayName, userPrincipalName }: Pick<Trace, 'displayName' | 'userPrincipalName'>,
  { configuration }: Pick<EngineDependencies, 'configuration'>,
) {
  const { type, code, reason, slackId, steps, modifiedProperties } = redactOutcome(
    outcome,
    configuration[`${kind}s`].mapping.redacted,
  );
  return {
    state: 'done',
    note: null,
    ...{ displayName, userPrincipalName, outcome: type, steps, modifiedProperties },
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    // A rehearsal makes ids up.
    ...(slackId === undefined || isNewObject(slackId) ? {} : { slackId }),
  } satisfies Partial<OnDemandRequest>;
}
