import { createHash } from 'node:crypto';
import { GROUP_TARGET } from '../../model/groupAttributes.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { EngineDependencies } from '../dependencies.ts';
import { saveAnchor } from '../saveAnchor.ts';
import type { Trace } from '../trace.ts';
import type { GroupPlan, LinkedGroup } from './updateGroup.ts';

/** What someone has changed in Slack, where it is configured to stay: said once, until it changes again. */
export async function reportDrift(
  { anchor, shown }: LinkedGroup,
  { members }: GroupPlan,
  trace: Trace,
  dependencies: EngineDependencies,
): Promise<Outcome> {
  const { slackId } = anchor;
  const written = anchor.snapshot[GROUP_TARGET.displayName];
  const renamed = shown && shown.displayName !== written ? { displayName: shown.displayName } : {};
  const drift = { ...renamed, ...members?.reported };
  const digest = createHash('sha256').update(JSON.stringify(drift)).digest('hex').slice(0, 16);
  const lastOutcome = `drift:${digest}`;
  trace.isRepeated = anchor.lastOutcome === lastOutcome;
  trace.add('processing', 'skipped', { code: 'DriftInSlack', ...drift });
  trace.commit = async () => {
    if (anchor.lastOutcome !== lastOutcome || anchor.uncertain) {
      const after = members ? { members: members.after } : {};
      await saveAnchor(anchor, { active: true, uncertain: false, ...after, lastOutcome }, dependencies);
    }
  };
  const reason = 'Someone has changed the group in Slack; it stays so, because groups.drift is "report".';
  return trace.end('skipped', { code: 'DriftInSlack', reason, slackId });
}
