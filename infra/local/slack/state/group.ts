/** A user group, or an IDP group in an Enterprise organisation. Stored groups are never changed in place. */
export interface Group {
  readonly id: string;
  /** ISO 8601 with Pacific offset. */
  readonly created: string;
  readonly displayName: string;
  /** Ids of accounts in the order in which they were added. */
  readonly memberIds: ReadonlySet<string>;
  /** Linked to channels by `admin.conversations.restrictAccess.addGroup`: can't be deleted. */
  readonly linkedToChannels: boolean;
  /** Made by Slack itself ("Team Admins"): SCIM can't change it. */
  readonly madeBySlack: boolean;
}

/** A group as the data file holds it. */
export interface StoredGroup extends Omit<Group, 'memberIds'> {
  readonly memberIds: readonly string[];
}
