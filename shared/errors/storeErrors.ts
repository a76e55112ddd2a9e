/** The row changed since it was read (HTTP 412), or exists already where a new one was meant (409). Read again and decide anew. */
export class ConcurrencyError extends Error {
  override readonly name = 'ConcurrencyError';
}

/** The Slack object is linked to another Entra object already. */
export class SlackIdTakenError extends Error {
  override readonly name = 'SlackIdTakenError';
  /** Entra id of the object that holds the link. */
  readonly ownerId: string;

  constructor(slackId: string, ownerId: string) {
    super(`Slack object ${slackId} is linked to Entra object ${ownerId} already.`);
    this.ownerId = ownerId;
  }
}
