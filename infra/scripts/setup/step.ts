/** A change of the tenant, as the one request to Graph that makes it. */
export interface GraphRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Below the API version. */
  readonly path: string;
  readonly body?: unknown;
  /** Sent twice it would make two things, so that it is not repeated when its answer got lost. */
  readonly creates?: true;
}

/** A file to write whole. */
export interface FileWrite {
  readonly file: string;
  readonly text: string;
}

/** One thing that set-up sees to. */
export interface Step {
  /** Stable between two plans. */
  readonly id: string;
  readonly what: string;
  readonly why: string;
  readonly current: string;
  readonly wanted: string;
  readonly isDone: boolean;
  /** What brings it about. Missing as long as an earlier step has to come first, or what it made has to show. */
  readonly action?: GraphRequest | FileWrite;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** What nobody but the reader can decide or do; none stops the steps. */
  readonly notes: readonly string[];
  /** Why nothing can be done at all. */
  readonly blockers: readonly string[];
  /** What comes after, in order. */
  readonly next: readonly string[];
}

export function isGraphRequest(action: GraphRequest | FileWrite): action is GraphRequest {
  return 'method' in action;
}

export function openSteps(plan: Plan): readonly Step[] {
  return plan.steps.filter(({ isDone }) => !isDone);
}
