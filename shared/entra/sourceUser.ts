import { ProvisioningError } from '../errors/provisioningError.ts';
import type { SourceUser } from '../model/source.ts';
import { USER_SOURCE_ATTRIBUTES } from '../model/sourceAttributes.ts';
import { toGuid } from './guid.ts';
import { isRow } from './listPages.ts';

/** Read whatever the mapping is: decisions about entitlement, matching and names need them. */
const ALWAYS = ['id', 'accountEnabled', 'userPrincipalName', 'mail', 'proxyAddresses', 'otherMails', 'displayName'];

/**
 * Graph properties of a user that the app can use, for `$select`.
 *
 * @param extensionProperties directory extensions (`extension_<app id>_<name>`), which Graph shows only when they are named
 */
export function userProperties(extensionProperties: readonly string[] = []): readonly string[] {
  const standard = [...USER_SOURCE_ATTRIBUTES.values()].flatMap(({ graph }) => (graph ? [graph] : []));
  return [...new Set([...ALWAYS, ...standard, ...extensionProperties])];
}

/** True when a reference is to an object of the type. A lone object of a fixed type may come without `@odata.type`. */
export function isType(row: Readonly<Record<string, unknown>>, type: 'user' | 'group'): boolean {
  const actual = row['@odata.type'];
  return actual === undefined || String(actual).toLowerCase() === `#microsoft.graph.${type}`;
}

/** A manager can be an organisational contact, which is nobody in Slack. */
function readManagerId(manager: unknown): string | null {
  return isRow(manager) && isType(manager, 'user') ? (toGuid(manager.id) ?? null) : null;
}

/** A Graph user (with `manager` expanded, if it has one) as the app knows it. Throws ProvisioningError `retry` when it has no id. */
export function toSourceUser(raw: unknown, state: SourceUser['state']): SourceUser {
  const id = isRow(raw) ? toGuid(raw.id) : undefined;
  if (id === undefined || !isRow(raw)) {
    throw new ProvisioningError('retry', 'MalformedAnswer', 'Graph sent a user without an id.');
  }
  return { id, state, properties: raw, managerId: readManagerId(raw.manager) };
}
