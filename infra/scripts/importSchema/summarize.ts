import type { Draft, DraftSection } from './draft.ts';
import type { ObjectMapping } from './graphSchema.ts';

export interface Given {
  readonly people: ObjectMapping | undefined;
  readonly groups: ObjectMapping | undefined;
  /** How many recipients the notification settings name. */
  readonly recipients: number;
}

/** What of a schema is in the configuration, in counts. */
export function summarize({ scope, users, groups, notify }: Draft, given: Given): string[] {
  return [
    `scope: ${scope.mode === 'all' ? 'all users and groups' : 'assigned users and groups'}`,
    ...summarizeSection('users', users, given.people),
    ...(given.groups ? summarizeSection('groups', groups, given.groups) : []),
    ...(given.recipients > 0 ? [`notifications: ${notify.email.length} of ${given.recipients} recipients`] : []),
  ];
}

function summarizeSection(name: string, section: DraftSection, given: ObjectMapping | undefined): string[] {
  const had = { mappings: given?.attributeMappings ?? [], filters: given?.scope?.groups ?? [] };
  const matching = section.mappings
    .filter(({ match }) => match !== undefined)
    .sort((a, b) => (a.match ?? 0) - (b.match ?? 0));
  const expressions = section.mappings.filter(({ source }) => source?.includes('(')).length;
  const filters = had.filters.length === 0 ? 'none' : `${section.filters.length} of ${had.filters.length}`;
  return [
    `${name}: ${section.mappings.length} mappings (the schema has ${had.mappings.length}), ${expressions} of them expressions`,
    `${name}: matching by ${matching.map(({ target }) => target).join(', then ')}`,
    `${name}: filters: ${filters}`,
    `${name}: actions: ${section.actions.join(', ') || 'none'}`,
  ];
}
