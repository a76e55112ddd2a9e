import type { OutcomeType } from '../../../../shared/model/outcome.ts';
import { OUTCOMES } from '../words/outcomes.ts';

/** What happened, or would happen, as a coloured word. */
export function OutcomeMark({ outcome, isPlan }: { readonly outcome: OutcomeType; readonly isPlan?: boolean }) {
  const { label, plan, tone } = OUTCOMES[outcome];
  return <span class={`mark ${tone}`}>{isPlan ? plan : label}</span>;
}
