/** Settings of the workspace that a person makes in Slack's admin pages, and open questions we chose an answer for. */
export interface WorkspaceSettings {
  /** Slack's default. While true, SCIM may set a display name at creation only. */
  membersMayChangeDisplayName: boolean;
  /** What a PUT without `active` does: undocumented; `deactivate` rehearses the incident of April 2024. */
  putWithoutActive: 'keep' | 'deactivate';
  /** What a PUT without the guest extension makes of a guest: undocumented. */
  putWithoutGuest: 'keep' | 'makeMember';
  /** What a PATCH or PUT of `externalId` or a PATCH of `profileUrl` does: documented as "not updatable", no more. */
  lockedAttributes: 'ignore' | 'refuse';
  /** What is made of an e-mail address with a local part of more than 21 characters: undocumented. */
  longUserNameFromEmail: 'refuse' | 'cut';
  /**
   * PATCH v2 merges a list into the stored one and refuses a second primary element. Seen on e-mail addresses of a real
   * organisation; `every` applies it to phone numbers and roles as well.
   */
  onePrimaryRule: 'emails' | 'every';
  /** Whether deactivated accounts drop out of their groups: undocumented, but they had to be put back in 2024. */
  deactivationLeavesGroups: boolean;
  /** A name that another group has: seen refused with `name_already_exists` in 2016, no longer documented. */
  duplicateGroupNames: 'refuse' | 'allow';
  /** Whether multi-channel guests can be members: Slack's reference says both. */
  guestsInGroups: 'allow' | 'refuse';
  /** What becomes of the good ids in a call with bad ones: undocumented; `partial` adds them and refuses all the same. */
  groupWrites: 'allOrNothing' | 'partial';
  /** PATCH v2 `remove members` with a list of ids: without a list it is documented to empty the group. */
  removeMembersWithList: 'emptiesGroup' | 'removesListed';
  /** Members that a user group (Business+) and an IDP group (Enterprise) can have; the latter is a recommendation. */
  maxMembers: { userGroup: number; idpGroup: number };
  /** Custom profile fields that people made by hand; they count towards the limit of 50. */
  customFieldsMadeByHand: number;
  /** `<host>.enterprise.slack.com` in profile URLs. */
  host: string;
  /** The Slack app that asks for consent; "" and [] take any. */
  oauth: {
    clientId: string;
    clientSecret: string;
    /** A redirect URL must be one of these or below one of these. */
    redirectUrls: readonly string[];
    /** Tokens live for 12 hours and come with a refresh token. */
    tokenRotation: boolean;
  };
}

export const DEFAULT_SETTINGS: Readonly<WorkspaceSettings> = {
  membersMayChangeDisplayName: true,
  putWithoutActive: 'keep',
  putWithoutGuest: 'keep',
  lockedAttributes: 'ignore',
  longUserNameFromEmail: 'refuse',
  onePrimaryRule: 'emails',
  deactivationLeavesGroups: true,
  duplicateGroupNames: 'refuse',
  guestsInGroups: 'allow',
  groupWrites: 'allOrNothing',
  removeMembersWithList: 'emptiesGroup',
  maxMembers: { userGroup: 5000, idpGroup: 15_000 },
  customFieldsMadeByHand: 0,
  host: 'simulated',
  oauth: { clientId: '', clientSecret: '', redirectUrls: [], tokenRotation: false },
};
