import type { EngineDependencies } from '../dependencies.ts';
import { overlayAnchors, overlayDeletions, overlayJob, overlayScope } from './overlay.ts';

const nothing = async (): Promise<void> => undefined;

/**
 * The engine's dependencies for a rehearsal: everything is read as it is, and whatever is written stays in memory or is
 * dropped. The target is left as it is; `slackInMemory` takes its place before anything is provisioned.
 */
export function rehearse(dependencies: EngineDependencies): EngineDependencies {
  const { anchors, scope, deletions, job, escrows, dirty, waiting, log, target } = dependencies;
  return {
    ...dependencies,
    anchors: overlayAnchors(anchors),
    scope: overlayScope(scope),
    deletions: overlayDeletions(deletions),
    job: overlayJob(job),
    escrows: {
      read: (kind, id) => escrows.read(kind, id),
      list: (after) => escrows.list(after),
      due: (now) => escrows.due(now),
      put: nothing,
      remove: nothing,
    },
    dirty: { list: () => dirty.list(), put: nothing, remove: nothing },
    waiting: { of: (id) => waiting.of(id), add: nothing, addAll: nothing, remove: nothing },
    queue: { send: nothing },
    log: { ...log, append: nothing },
    insights: { count: () => undefined },
    target: {
      ...target,
      createUser: refuse,
      updateUser: refuse,
      disableUser: refuse,
      createGroup: refuse,
      updateGroup: refuse,
      deleteGroup: refuse,
    },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined, event: () => undefined },
  };
}

async function refuse(): Promise<never> {
  throw new Error('A rehearsal must not write to Slack.');
}
