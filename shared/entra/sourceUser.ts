import { ProvisioningError } from '../errors/provisioningError.ts';
import type { SourceUser } from '../model/source.ts';
import { USER_SOURCE_ATTRIBUTES } from '../model/sourceAttributes.ts';
import { toGuid } from './guid.ts';
import { isRow } from './listPages.ts';

/** Read whatever the mapping is: decisions about entitlement, matching and names need them. */
const ALWAYS = ['id', 'accountEnabled', 'userPrincipalName', 'mail', 'proxyAddresses', 'otherMails', 'displayName'];

/** Graph properties of a user that the app can use, for `$select`. */
export const USER_PROPERTIES: readonly string[] = [
  ...new Set([...ALWAYS, ...[...USER_SOURCE_ATTRIBUTES.values()].flatMap(({ graph }) => (graph ? [graph] : []))]),
];

/** A manager can be an organisational contact, which is nobody in Slack. */
function readManagerId(manager: unknown): string | null {
  if (!isRow(manager)) return null;
  const type = manager['@odata.type'];
  if (typeof type === 'string' && type.toLowerCase() !== '#microsoft.graph.user') return null;
  return toGuid(manager.id) ?? null;
}

/** A Graph user (with `manager` expanded, if it has one) as the app knows it. Throws ProvisioningError `retry` when it has no id. */
export function toSourceUser(raw: unknown, state: SourceUser['state']): SourceUser {
  const id = isRow(raw) ? toGuid(raw.id) : undefined;
  if (id === undefined || !isRow(raw)) {
    throw new ProvisioningError('retry', 'MalformedAnswer', 'Graph sent a user without an id.');
  }
  const { manager, ...properties } = raw;
  return { id, state, properties, managerId: readManagerId(manager) };
}
