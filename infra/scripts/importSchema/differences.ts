import type { Draft } from './draft.ts';

/** How this app behaves differently from Entra's provisioning service with a configuration, in plain words. */
export function differences({ scope, users, groups, safety }: Draft): string[] {
  const { count, percent } = safety.maxDeletions;
  const share = percent > 0 ? `, or ${percent} % of the accounts if that is more,` : '';
  return [
    'Changes reach Slack within seconds to a minute; there is no 40-minute cycle. A full comparison runs once a day.',
    ...(scope.mode === 'assigned'
      ? [
          'People whose only role is Default Access count ("scope.defaultAccess": "include"), as in Entra today. "exclude" leaves them out.',
          'Only direct members of an assigned group count, as in Entra. "scope.nestedGroups": "expand" reads groups within groups.',
        ]
      : []),
    'An attribute that is emptied in Entra is cleared in Slack if this app wrote it; Entra leaves it. "whenEmpty": "keep" on a mapping does the same.',
    'What is changed in Slack by hand is put back by the full comparison; Entra never notices.',
    ...(users.actions.includes('disable')
      ? [
          'Leavers are disabled first and whatever the mappings say, also those deleted for good: Slack has no deletion.',
          `More than ${count} accounts disabled within 24 hours${share} need approval. Entra counts per cycle.`,
        ]
      : []),
    'An account found by user name only is adopted if its address belongs to the person; otherwise the name counts as taken.',
    ...(groups.enabled && groups.actions.includes('delete')
      ? [
          'A group that leaves the scope is deleted in Slack. Without "delete" in groups.actions it is emptied and kept.',
        ]
      : []),
    'A manager or member without an account is filled in as soon as there is one, without a restart.',
  ];
}
