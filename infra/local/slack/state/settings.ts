/** Settings of the workspace that a person makes in Slack's admin pages, and open questions we chose an answer for. */
export interface WorkspaceSettings {
  /** Slack's default. While true, SCIM may set a display name at creation only. */
  membersMayChangeDisplayName: boolean;
  /** What a PUT without `active` does: undocumented; `deactivate` rehearses the incident of April 2024. */
  putWithoutActive: 'keep' | 'deactivate';
  /**
   * PATCH v2 merges a list into the stored one and refuses a second primary element. Seen on e-mail addresses of a real
   * organisation; `every` applies it to phone numbers and roles as well.
   */
  onePrimaryRule: 'emails' | 'every';
  /** Custom profile fields that people made by hand; they count towards the limit of 50. */
  customFieldsMadeByHand: number;
  /** `<host>.enterprise.slack.com` in profile URLs. */
  host: string;
}

export const DEFAULT_SETTINGS: Readonly<WorkspaceSettings> = {
  membersMayChangeDisplayName: true,
  putWithoutActive: 'keep',
  onePrimaryRule: 'emails',
  customFieldsMadeByHand: 0,
  host: 'simulated',
};
