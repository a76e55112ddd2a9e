import { ProvisioningError } from '../../errors/provisioningError.ts';
import type { EngineDependencies } from '../dependencies.ts';

/**
 * Entra id of the user with this user principal name or mail address.
 * @throws ProvisioningError `gone` with code `UserNotFound`
 */
export async function findUserId(address: string, { source }: Pick<EngineDependencies, 'source'>): Promise<string> {
  const user = await source.findUser(address);
  if (user) return user.id;
  const message = 'Entra knows no user with this user principal name or e-mail address. A deleted user is named by id.';
  throw new ProvisioningError('gone', 'UserNotFound', message);
}
