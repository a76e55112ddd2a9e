import type { ScopingFilter } from './mapping.ts';
import type { TargetAttribute } from './targetAttributes.ts';

/** One attribute mapping with what is known of its target. */
export interface DescribedMapping {
  readonly target: string;
  readonly type: TargetAttribute['type'];
  /** What Slack makes of the target. */
  readonly description: string;
  readonly required: boolean;
  readonly kind: 'direct' | 'constant' | 'expression' | 'none';
  readonly source: string | null;
  /** Source attributes that the source names. */
  readonly attributes: readonly string[];
  readonly default: string | null;
  /** Matching precedence. */
  readonly match: number | null;
  readonly apply: 'always' | 'onCreate';
  readonly whenEmpty: 'clear' | 'keep';
}

export interface DescribedObject {
  readonly actions: readonly string[];
  readonly filters: readonly ScopingFilter[];
  readonly mappings: readonly DescribedMapping[];
}

/** Where the app is connected to. */
export interface EnvironmentDescription {
  readonly tenantId: string | null;
  /** The enterprise application whose assignments are the scope. */
  readonly servicePrincipalId: string | null;
  readonly graph: string;
  readonly slack: string;
  readonly slackTokenFrom: 'setting' | 'keyVault' | 'file';
  /** Client id and secret of a Slack app are set. */
  readonly canAuthorizeSlack: boolean;
  readonly notificationUrl: string;
  readonly notifySender: string | null;
  readonly adminAuth: 'key' | 'entra';
}

/** The configuration in force. */
export interface ConfigurationDescription {
  /** Of what decides how Slack ought to look. */
  readonly hash: string;
  readonly appVersion: string;
  readonly enabled: boolean;
  readonly scope: Readonly<Record<string, string>>;
  readonly users: DescribedObject;
  readonly groups: DescribedObject & { readonly enabled: boolean; readonly drift: string };
  readonly safety: {
    readonly maxDeletions: { readonly count: number; readonly percent: number };
    readonly maxMemberRemovals: { readonly count: number; readonly percent: number };
    readonly protect: readonly string[];
    readonly leaver: string;
    readonly disabledInSlack: string;
  };
  readonly quarantine: Readonly<Record<string, number | readonly number[]>>;
  readonly schedules: Readonly<Record<string, string>>;
  readonly pacing: { readonly headroomPercent: number };
  /** Of the webhook only where it is: the rest of its address is a secret. */
  readonly notify: { readonly email: readonly string[]; readonly slackWebhook: string | null };
  readonly logs: { readonly retentionDays: number };
  readonly environment: EnvironmentDescription;
}
