import type { Escrow, Failure } from '../ports/stores.ts';
import { isFailing } from './countFailures.ts';
import type { EngineDependencies } from './dependencies.ts';

/** One failing object, as an administrator sees it. */
export type FailingObject = Omit<Escrow, 'failure'> & Failure;

export interface FailingPage {
  readonly items: readonly FailingObject[];
  /** Where the following page begins; null on the last one. */
  readonly next: Pick<Escrow, 'kind' | 'id'> | null;
}

/** Failing objects, users before groups, by Entra id. */
export async function readEscrows(
  { after, code }: { readonly after?: Pick<Escrow, 'kind' | 'id'> | undefined; readonly code?: string | undefined },
  limit: number,
  { escrows }: Pick<EngineDependencies, 'escrows'>,
): Promise<FailingPage> {
  const items: FailingObject[] = [];
  for await (const page of escrows.list(after)) {
    for (const escrow of page) {
      if (!isFailing(escrow) || (code !== undefined && escrow.code !== code)) continue;
      const last = items.at(-1);
      if (last && items.length === limit) return { items, next: { kind: last.kind, id: last.id } };
      const { failure, ...rest } = escrow;
      items.push({ ...rest, ...failure });
    }
  }
  return { items, next: null };
}
