import type { Quarantine } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

/** How long before the incident was noticed it may have begun. */
const BEFORE_MS = 3_600_000;

/**
 * After Slack has deactivated accounts that were only written: those that were found inactive shortly before, or at the same time
 * by other workers, passed for disabled by hand. They are looked at anew, and enabled, once the job goes on.
 * @returns how many they are
 */
export async function reconsiderDisabled(
  { since }: Quarantine,
  { anchors, dirty }: Pick<EngineDependencies, 'anchors' | 'dirty'>,
): Promise<number> {
  const from = new Date(Date.parse(since) - BEFORE_MS).toISOString();
  let count = 0;
  for await (const page of anchors.list('user')) {
    for (const { kind, sourceId } of page.filter((one) => one.disabledInSlack && one.updatedAt >= from)) {
      const anchor = await anchors.read(kind, sourceId);
      if (!anchor?.disabledInSlack) continue;
      await anchors.update({ ...anchor, active: false, uncertain: true, disabledInSlack: false });
      await dirty.put(kind, sourceId);
      count += 1;
    }
  }
  return count;
}
