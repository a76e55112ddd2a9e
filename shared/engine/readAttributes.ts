import type { AttributeValue } from '../model/attributes.ts';
import { USER_SOURCE_ATTRIBUTES } from '../model/sourceAttributes.ts';
import type { EngineDependencies } from './dependencies.ts';
import { entitlementOf } from './entitlementOf.ts';
import { rolesOf } from './provisionUser.ts';

/**
 * What mappings and filters see of a user at this moment: every source attribute that has a value, by Entra's name.
 * @returns undefined when Entra knows no such user, not even in the recycle bin
 * @throws ProvisioningError as `Source.readUser` does
 */
export async function readAttributes(
  id: string,
  { source, scope, configuration, clock }: EngineDependencies,
): Promise<Readonly<Record<string, AttributeValue>> | undefined> {
  const user = await source.readUser(id);
  if (!user) return undefined;
  const rows = await scope.rowsOf('user', id);
  const isSoftDeleted = !entitlementOf(user, rows, clock.now(), configuration).entitled;
  const view = { user, isSoftDeleted, appRoles: rolesOf(rows) };
  const values = [...USER_SOURCE_ATTRIBUTES.values()].map(({ name, read }) => [name, read(view)] as const);
  return Object.fromEntries(values.filter(([, value]) => hasValue(value)));
}

function hasValue(value: AttributeValue): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
