import { createHash } from 'node:crypto';
import type { ProvisioningConfig } from './provisioningConfig.ts';

/** Configurations that have been checked, with every default filled in, by the `digestOf` the file. */
export type CheckedConfigurations = Readonly<Record<string, ProvisioningConfig>>;

/**
 * The build puts here what the packaging has checked (esbuild's `define`): part of the same bundle, they cannot differ from the
 * code that checked them.
 */
declare const CHECKED_CONFIGURATIONS: CheckedConfigurations | undefined;

/** Those of this package; none where the app is not run from a package. */
export function checkedConfigurations(): CheckedConfigurations {
  return typeof CHECKED_CONFIGURATIONS === 'undefined' ? {} : CHECKED_CONFIGURATIONS;
}

/** SHA-256 (hex) of the text of a `provisioning.json`: a file in which anything was edited is another one. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
