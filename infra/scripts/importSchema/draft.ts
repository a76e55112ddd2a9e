import { parseProvisioningConfig } from '../../../shared/config/provisioningConfig.ts';
import { ConfigurationError, type ConfigurationProblem } from '../../../shared/errors/configurationError.ts';
import type { AttributeMapping, ScopingFilter } from '../../../shared/model/mapping.ts';
import type { Action } from './importActions.ts';

export interface DraftSection {
  readonly actions: readonly Action[];
  readonly filters: readonly ScopingFilter[];
  readonly mappings: readonly AttributeMapping[];
}

/** A `provisioning.json` in the making. */
export interface Draft {
  readonly $schema: string;
  readonly enabled: boolean;
  readonly scope: {
    readonly mode: 'assigned' | 'all';
    readonly defaultAccess: 'exclude' | 'include';
    readonly nestedGroups: 'ignore' | 'expand';
  };
  readonly users: DraftSection;
  readonly groups: DraftSection & { readonly enabled: boolean };
  readonly safety: {
    readonly maxDeletions: { readonly count: number; readonly percent: number };
    readonly protect: readonly string[];
    readonly leaver: 'disable' | 'ignore';
  };
  readonly notify: { readonly email: readonly string[] };
}

/** Everything that the app would not accept; none for a valid configuration. */
export function problemsOf(draft: Draft): readonly ConfigurationProblem[] {
  try {
    parseProvisioningConfig(JSON.stringify(draft), 'provisioning.json');
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
