import type { Alert, AlertKey } from '../../model/alert.ts';
import type { Cycle, JobDocuments } from '../../model/job.ts';

/** What the job's documents say at one time. */
export interface Situation {
  readonly documents: Partial<JobDocuments>;
  /** The newest cycle. */
  readonly cycle: Cycle | undefined;
  readonly now: Date;
  /** Address of the dashboard. */
  readonly link: string;
}

/** How things stand with one of them, and what there is to be said about it. */
export interface Finding {
  /** Another mark is news; `""` when all is well. */
  readonly mark: string;
  readonly alert: Alert;
}

/** One thing that alerts are about. */
export interface Watch {
  readonly key: AlertKey;
  /**
   * Set where marks are times, of the newest of several things: more of the same is told after so many milliseconds, and fewer
   * of them are no news.
   */
  readonly restMs?: number;
  /** @param told the mark that was told last, `""` for none */
  find(situation: Situation, told: string): Finding;
}
