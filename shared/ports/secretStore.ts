/** Secrets by name, e.g. `slack-token`. Values are never logged. */
export interface SecretStore {
  /** @param fresh true: past every cache. `undefined` when there is none. */
  read(name: string, fresh?: boolean): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
}
