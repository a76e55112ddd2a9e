import { ProvisioningError } from '../errors/provisioningError.ts';
import { GROUP_SOURCE_ATTRIBUTES } from '../model/groupAttributes.ts';
import type { SourceGroup } from '../model/source.ts';
import { toGuid } from './guid.ts';
import { isRow } from './listPages.ts';

/** Read whatever the mapping is: what kind of group it is, where it comes from, and whether its members can be seen. */
const ALWAYS = [
  'id',
  'displayName',
  'description',
  'mail',
  'mailEnabled',
  'mailNickname',
  'securityEnabled',
  'groupTypes',
  'visibility',
  'onPremisesSyncEnabled',
];

/**
 * Graph properties of a group that the app can use, for `$select`.
 *
 * @param extensionProperties directory extensions of groups
 */
export function groupProperties(extensionProperties: readonly string[] = []): readonly string[] {
  const standard = [...GROUP_SOURCE_ATTRIBUTES.values()].flatMap(({ graph }) => (graph ? [graph] : []));
  return [...new Set([...ALWAYS, ...standard, ...extensionProperties])];
}

/** A Graph group as the app knows it. Throws ProvisioningError `retry` when it has no id. */
export function toSourceGroup(raw: unknown, state: SourceGroup['state']): SourceGroup {
  const id = isRow(raw) ? toGuid(raw.id) : undefined;
  if (id !== undefined && isRow(raw)) return { id, state, properties: raw };
  throw new ProvisioningError('retry', 'MalformedAnswer', 'Graph sent a group without an id.');
}
