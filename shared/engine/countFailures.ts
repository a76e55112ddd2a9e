import type { FailureCount } from '../model/job.ts';
import type { Escrow } from '../ports/stores.ts';
import { CREATION_UNDERWAY } from './creationUnderway.ts';
import type { EngineDependencies } from './dependencies.ts';

/** Codes that say no more than that somebody who is referred to is missing (Entra counts those apart). */
const REFERENCE_CODES: ReadonlySet<string> = new Set(['UnableToResolveReferenceAttributeValue']);
const SHOWN_REASONS = 10;

/** An object that fails, as against one that is just being created. */
export function isFailing(escrow: Escrow): escrow is Escrow & Required<Pick<Escrow, 'failure'>> {
  return escrow.failure !== undefined && escrow.code !== CREATION_UNDERWAY;
}

/**
 * Counts the failing objects. Each counts once, however often it was tried.
 * @param failedSince only those that have failed since then, ISO 8601, UTC
 */
export async function countFailures(
  { escrows }: Pick<EngineDependencies, 'escrows'>,
  failedSince = '',
): Promise<FailureCount> {
  const found = { count: 0, references: 0, unlinked: 0 };
  const began: string[] = [];
  const reasons = new Map<string, { code: string; count: number; reason: string }>();
  for await (const page of escrows.list()) {
    for (const { code, reason, failure } of page.filter(isFailing)) {
      if (failure.failedAt < failedSince) continue;
      found.count += 1;
      if (REFERENCE_CODES.has(code)) found.references += 1;
      if (!failure.isLinked) found.unlinked += 1;
      began.push(failure.since);
      const known = reasons.get(code) ?? { code, count: 0, reason };
      reasons.set(code, { ...known, count: known.count + 1 });
    }
  }
  began.sort();
  const frequent = [...reasons.values()].sort((one, other) => other.count - one.count).slice(0, SHOWN_REASONS);
  return { ...found, since: began[0] ?? null, newest: began.at(-1) ?? null, reasons: frequent };
}
