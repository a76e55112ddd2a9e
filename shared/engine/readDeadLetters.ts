import type { DeadLetter, DeadLetterState } from '../model/deadLetter.ts';
import type { EngineDependencies } from './dependencies.ts';

export interface DeadLetterPage {
  readonly items: readonly DeadLetter[];
  /** Where the following page begins; null on the last one. */
  readonly next: string | null;
}

/** Dead-lettered messages, newest first. */
export async function readDeadLetters(
  filter: { readonly state?: DeadLetterState; readonly after?: string },
  limit: number,
  { deadLetters }: Pick<EngineDependencies, 'deadLetters'>,
): Promise<DeadLetterPage> {
  const items: DeadLetter[] = [];
  for await (const page of deadLetters.list(filter)) {
    items.push(...page);
    if (items.length > limit) return { items: items.slice(0, limit), next: items[limit - 1]?.id ?? null };
  }
  return { items, next: null };
}
