/** One thing that was looked at. */
export interface ConnectionCheck {
  /** Stable, e.g. `users`. */
  readonly name: string;
  /** `warning`: nothing is broken, but a person should know. `skipped`: pointless after an earlier failure. */
  readonly result: 'passed' | 'warning' | 'failed' | 'skipped';
  /** What was seen, in plain language. */
  readonly message: string;
  /** What a person can do. */
  readonly action?: string;
  /** Slack's error name, or ours. */
  readonly code?: string;
  /** HTTP status of the answer; absent when none came. */
  readonly httpStatus?: number;
  /** Until the answer came. */
  readonly milliseconds?: number;
}

/** Whether Entra and Slack can be used as they are set up. */
export interface ConnectionReport {
  /** No check has failed. */
  readonly ok: boolean;
  /** Root URL of Slack's API, with its version. */
  readonly baseUrl: string;
  readonly checks: readonly ConnectionCheck[];
}

/** Looks, never writes. */
export interface ConnectionTest {
  /** Faults are part of the report; never throws. */
  run(): Promise<ConnectionReport>;
}
