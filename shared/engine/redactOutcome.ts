import type { Outcome } from '../model/outcome.ts';

/** What the log shows in place of a value that flows through Entra's `Redact`. */
const REDACTED = '[Redact]';

/**
 * The outcome as the log may show it. When anything is redacted, the steps keep their verdicts but lose the values that
 * they saw, since a value's source shows up in them under another name.
 */
export function redactOutcome(outcome: Outcome, redacted: ReadonlySet<string>): Outcome {
  if (redacted.size === 0) return outcome;
  return {
    ...outcome,
    steps: outcome.steps.map(({ type, status, details }) => {
      const { properties, attributes, modified, queries, ...verdict } = details;
      return { type, status, details: verdict };
    }),
    modifiedProperties: outcome.modifiedProperties.map((property) =>
      redacted.has(property.name) ? { ...property, old: REDACTED, new: REDACTED } : property,
    ),
  };
}
