/** Places in Slack's budgets that were kept for a message until it comes back. */
export interface Reservations {
  /** Does some work that may use the place kept for a request, once. @param reservation as the earlier error named it */
  holding<T>(reservation: string | undefined, work: () => Promise<T>): Promise<T>;
}
