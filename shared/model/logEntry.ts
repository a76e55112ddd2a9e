import type { Cause, ObjectKind } from './change.ts';
import type { Outcome } from './outcome.ts';

/** One entry of the provisioning log. */
export interface LogEntry extends Outcome {
  readonly id: string;
  readonly at: Date;
  readonly kind: ObjectKind;
  readonly sourceId: string;
  /** Name for a person to recognise the object by; null when it was not read. */
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
  /** E-mail address in Entra; null when it was not read, or when the configuration redacts values. */
  readonly mail: string | null;
  readonly cause: Cause;
  readonly attempt: number;
  readonly cycleId: string | null;
  readonly durationMs: number;
}
