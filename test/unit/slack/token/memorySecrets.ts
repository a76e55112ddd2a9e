import type { SecretStore } from '../../../../shared/ports/secretStore.ts';

export interface MemorySecrets extends SecretStore {
  /** What the store holds now; set it as another instance would. */
  value: string | undefined;
  /** Reads past the cache. */
  freshReads: number;
  /** What `write` throws, if anything. */
  writeFault: Error | undefined;
}

/** One secret, which reads that are not fresh take from a cache that never ends. */
export function memorySecrets(value: string | undefined): MemorySecrets {
  let cached: string | undefined;
  const secrets: MemorySecrets = {
    value,
    freshReads: 0,
    writeFault: undefined,
    async read(_name, fresh) {
      if (fresh) secrets.freshReads += 1;
      if (fresh || cached === undefined) cached = secrets.value;
      return cached;
    },
    async write(_name, next) {
      if (secrets.writeFault) throw secrets.writeFault;
      secrets.value = next;
      cached = next;
    },
  };
  return secrets;
}
