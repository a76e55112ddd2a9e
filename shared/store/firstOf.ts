import { isProvisioningError } from '../errors/provisioningError.ts';
import type { SecretStore } from '../ports/secretStore.ts';
import { SECRET_STORE_READ_ONLY } from './environmentSecrets.ts';

/** Stores by precedence: reads the first value there is, writes to the first store that can be written. */
export function firstOf(...stores: readonly [SecretStore, ...SecretStore[]]): SecretStore {
  return {
    async read(name, fresh) {
      for (const store of stores) {
        const value = await store.read(name, fresh);
        if (value !== undefined) return value;
      }
      return undefined;
    },

    async write(name, value) {
      let refusal: unknown;
      for (const store of stores) {
        try {
          return await store.write(name, value);
        } catch (error) {
          if (!isProvisioningError(error) || error.code !== SECRET_STORE_READ_ONLY) throw error;
          refusal = error;
        }
      }
      throw refusal;
    },
  };
}
