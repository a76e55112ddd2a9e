import type { Anchor } from '../../shared/model/anchor.ts';

/** Entra id number `n`: its first two hex digits, and so its partition, vary with the lowest byte. */
export function entraIdOf(n: number): string {
  const low = (n % 256).toString(16).padStart(2, '0');
  return `${low}000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** A user's anchor to Slack user `U<n>`. */
export function anchorOf(n: number, changes: Partial<Anchor> = {}): Anchor {
  return {
    kind: 'user',
    sourceId: entraIdOf(n),
    slackId: `U${n}`,
    matchedBy: 'created',
    active: true,
    snapshot: { userName: `user${n}`, 'name.givenName': null, roles: ['a', 'b'] },
    references: { manager: entraIdOf(n + 1), secretary: null },
    uncertain: false,
    disabledInSlack: false,
    retired: false,
    lastOutcome: 'created',
    updatedAt: '2026-11-22T20:00:00.000Z',
    ...changes,
  };
}
