/** Schema names of one SCIM version as Slack uses them (https://docs.slack.dev/reference/scim-api). */
export interface Urns {
  readonly user: string;
  readonly group: string;
  readonly enterprise: string;
  /** Slack's own: the start date. */
  readonly profile: string;
  /** Slack's own: multi-channel guests. */
  readonly guest: string;
}
