import type { StoredAnchor } from '../model/anchor.ts';
import type { ModifiedProperty, Outcome, OutcomeType, Step, StepType } from '../model/outcome.ts';

/** Collects the steps of one object's processing and closes with its outcome. */
export class Trace {
  readonly steps: Step[] = [];
  /** For a person to recognise the object by, once it was read. */
  displayName: string | null = null;
  userPrincipalName: string | null = null;
  mail: string | null = null;
  /** Called after each step. */
  onStep: () => void = () => undefined;
  /** The outcome is that of the last look, and in the log already. */
  isRepeated = false;
  /** What was read does not show yet what a notification tells, so the object is looked at once more. */
  lookAgain = false;
  /** Slack's answer does not show what was written, or somebody referred to is about to change: it is looked at later. */
  isDoubtful = false;
  /** The anchor as it was before. */
  anchor: StoredAnchor | undefined;
  /**
   * What the anchor is to say of a change in Slack. It is written after the log: a try that ends in between is made good by
   * the next one, which finds Slack changed and the anchor not, and so reports the change. The other way round it would be
   * missing from the log for good.
   */
  commit: () => Promise<unknown> = async () => undefined;

  add(type: StepType, status: Step['status'], details: Readonly<Record<string, unknown>>): void {
    this.steps.push({ type, status, details });
    this.onStep();
  }

  end(
    type: OutcomeType,
    rest: {
      readonly code?: string;
      readonly reason?: string;
      readonly slackId?: string;
      readonly modified?: readonly ModifiedProperty[];
    } = {},
  ): Outcome {
    const { modified = [], ...known } = rest;
    return { type, ...known, steps: this.steps, modifiedProperties: modified };
  }
}
