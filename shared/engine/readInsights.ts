import type { Insights } from '../model/insights.ts';
import { dayOf, insightsOf } from '../model/tally.ts';
import type { EngineDependencies } from './dependencies.ts';

/** What happened on the last days, today included; from small rows, whatever the size of the log. */
export async function readInsights(
  days: number,
  { insightStore, clock }: Pick<EngineDependencies, 'insightStore' | 'clock'>,
): Promise<Insights> {
  const now = clock.now();
  const [from, to] = [dayOf(new Date(now.getTime() - (days - 1) * 86_400_000)), dayOf(now)];
  return insightsOf(await insightStore.read(from, to), from, to);
}
