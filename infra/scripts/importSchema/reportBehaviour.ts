import { TARGET } from '../../../shared/model/targetAttributes.ts';
import type { DraftSection } from './draft.ts';
import type { Findings } from './findings.ts';
import type { ObjectMapping, SynchronizationRule } from './graphSchema.ts';

/** Limits of a whole rule, which a rule that reads on-premises directories can have. */
export function reportRuleFilters({ containerFilter, groupFilter }: SynchronizationRule, findings: Findings): void {
  if (!containerFilter?.includedContainers?.length && !groupFilter?.includedGroups?.length) return;
  findings.hold(
    'the rule',
    'It is limited to certain containers or groups, which this app cannot do.',
    'Assign these people to the enterprise application, or write filters (docs/scoping.md).',
  );
}

/** What is there, but not in use. */
export function reportSwitchedOff(
  people: ObjectMapping | undefined,
  groups: ObjectMapping | undefined,
  findings: Findings,
): void {
  if (people?.enabled === false) {
    findings.change(
      'users',
      'switched off',
      '"actions": []',
      'The mappings are carried over; nothing is done to users.',
    );
  }
  if (!groups) findings.change('groups', 'no object mapping', '"enabled": false', 'Only users are provisioned.');
  if (groups?.enabled === false) {
    findings.change('groups', 'switched off', '"enabled": false', 'The mappings are carried over for later.');
  }
}

/** The choice between all and assigned is among the secrets. */
export function reportUnknownMode(findings: Findings): void {
  findings.lose(
    'scope.mode',
    'Whether Entra synchronises all or only assigned users and groups is not in the schema. "assigned" was written.',
    'Set "all" if the provisioning settings in Entra say so, or give the file of secrets with --secrets.',
  );
}

/**
 * Entra disables leavers by an update of active (how-provisioning-works); this app does so if its actions allow it,
 * whatever is mapped.
 */
export function reportDisabling({ actions, mappings }: DraftSection, findings: Findings): void {
  const active = mappings.find(({ target }) => target === TARGET.active);
  const entraDisables = (active?.source?.includes('[IsSoftDeleted]') ?? false) && actions.includes('update');
  if (entraDisables === actions.includes('disable')) return;
  if (entraDisables) {
    findings.hold(
      'users: actions',
      'Without the action Delete Entra still disables leavers, because it may update active. This app disables nobody without "disable".',
      'Add "disable" to users.actions to go on disabling leavers; leave it out to let them keep their accounts.',
    );
    return;
  }
  const from = active ? 'a mapping that leavers do not change' : 'no mapping';
  const why = 'So Entra disabled nobody. To keep it so, set "safety.leaver" to "ignore".';
  findings.change('users: active', from, 'leavers are disabled', why);
}
