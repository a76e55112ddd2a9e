import { isProvisioningError } from '../errors/provisioningError.ts';

/** What `read` answers; `undefined` when Graph does not know the object. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isProvisioningError(error, 'gone')) return undefined;
    throw error;
  }
}
