/** What some work may do that other work may not. */
export interface Permission {
  /** The place kept for a request until its message comes back, as the earlier error named it. */
  readonly reservation: string | undefined;
  /** Writes although the job is on hold, to see whether that works again. */
  readonly isProbe: boolean;
}

/** Places in Slack's budgets that were kept for a message until it comes back. */
export interface Reservations {
  /** Does some work that may use the place kept for a request, once. */
  holding<T>(permission: Permission, work: () => Promise<T>): Promise<T>;
}
