import type { Simulation } from '../routes/simulation.ts';

export const APP_ID = 'A0SIMULATED';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Where an app is installed, as `oauth.v2.access` and `auth.test` say it. */
export interface Installation {
  /** `null` for an install on an organisation. */
  readonly team: Named | null;
  /** `null` where there is no organisation. */
  readonly enterprise: Named | null;
  readonly is_enterprise_install: boolean;
}

/** An organisation exists on the Enterprise plan only. */
export function installationOf(install: 'organisation' | 'workspace', { faults, workspace }: Simulation): Installation {
  const team = { id: 'T0SIMULATED', name: workspace.settings.host };
  if (faults.plan !== 'enterprise') return { team, enterprise: null, is_enterprise_install: false };
  const enterprise = { id: 'E0SIMULATED', name: workspace.settings.host };
  const isOrganisation = install === 'organisation';
  return { team: isOrganisation ? null : team, enterprise, is_enterprise_install: isOrganisation };
}
