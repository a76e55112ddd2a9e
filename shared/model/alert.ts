/** Something that administrators are to know, in plain language. Holds no secret, and no names of the people concerned. */
export interface Alert {
  readonly subject: string;
  /** What has happened and what to do, a paragraph each. */
  readonly paragraphs: readonly string[];
  /** Address of the page that shows more. */
  readonly link: string;
}

/** What alerts are about. */
export const ALERT_KEYS = ['job', 'deletions', 'deadLetters', 'failures', 'sweep'] as const;
export type AlertKey = (typeof ALERT_KEYS)[number];

/** Ways to tell administrators something. */
export type AlertChannel = 'email' | 'slackWebhook';

/** What was told last about one thing. */
export interface AlertNote {
  /** What was told: the situation, or the time of the newest thing; `""` for "all is well". */
  readonly mark: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Ways that have not worked yet. */
  readonly pending: readonly AlertChannel[];
  /** Why the last of them did not work; null when all have. */
  readonly error: string | null;
}
