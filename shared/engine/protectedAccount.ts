import { PROTECTED_ACCOUNT_CODES } from '../errors/protectedAccountCodes.ts';
import type { ProvisioningError } from '../errors/provisioningError.ts';
import type { Anchor } from '../model/anchor.ts';
import type { Change } from '../model/change.ts';
import type { Outcome } from '../model/outcome.ts';
import type { EngineDependencies } from './dependencies.ts';
import { hasReservedDeletion, owedOutcome, PROTECTED, PROTECTED_LEAVER } from './owedOutcome.ts';
import { saveAnchor } from './saveAnchor.ts';
import type { Trace } from './trace.ts';

/** So long full cycles leave such an account alone. Nothing tells when an owner becomes a member again. */
const LEFT_ALONE_MS = 7 * 86_400_000;

/** Whether Slack refused the write because of whose account it is. */
export function isProtectionRefusal({ code }: ProvisioningError): boolean {
  return PROTECTED_ACCOUNT_CODES.has(code);
}

/** Whether a full cycle has no use for the account, since Slack refused to let it be touched a few days ago. */
export function isLeftAlone({ lastOutcome, updatedAt }: Pick<Anchor, 'lastOutcome' | 'updatedAt'>, now: Date): boolean {
  return isProtectedInSlack(lastOutcome) && now.getTime() - Date.parse(updatedAt) < LEFT_ALONE_MS;
}

function isProtectedInSlack(lastOutcome: string | undefined): boolean {
  return lastOutcome === PROTECTED || lastOutcome === PROTECTED_LEAVER;
}

/** The account stays as it is. That is no failure, and said once. */
export function skipProtected(
  { kind, id }: Change,
  { code, message }: ProvisioningError,
  trace: Trace,
  dependencies: EngineDependencies,
): Outcome {
  trace.isRepeated = isProtectedInSlack(trace.anchor?.lastOutcome);
  trace.commit = async () => {
    const anchor = await dependencies.anchors.read(kind, id);
    if (!anchor) return;
    // What was said beforehand has not come to pass.
    const active = owedOutcome(anchor) === 'disabled' ? true : anchor.active;
    const lastOutcome = hasReservedDeletion(anchor) ? PROTECTED_LEAVER : PROTECTED;
    await saveAnchor(anchor, { active, uncertain: false, lastOutcome }, dependencies);
  };
  const slackId = trace.anchor?.slackId;
  return trace.end('skipped', { code, reason: message, ...(slackId === undefined ? {} : { slackId }) });
}
