import type { AlertChannel, AlertKey, AlertNote } from '../model/alert.ts';
import type { JobDocuments } from '../model/job.ts';
import type { EngineDependencies } from './dependencies.ts';

export interface AlertStatus {
  /** The ways that are configured; none: nobody is told. */
  readonly channels: readonly AlertChannel[];
  /** When something was told last, ISO 8601, UTC; null when nothing ever was. */
  readonly lastAt: string | null;
  /** What has not reached everybody, and is tried again each minute. */
  readonly pending: readonly {
    readonly about: AlertKey;
    readonly channels: readonly AlertChannel[];
    readonly error: string | null;
  }[];
}

export function alertStatus(
  notes: JobDocuments['alerts'] = {},
  { mailers }: Pick<EngineDependencies, 'mailers'>,
): AlertStatus {
  const all = Object.entries(notes) as [AlertKey, AlertNote][];
  const times = all.map(([, { at }]) => at).sort();
  return {
    channels: mailers.map(({ name }) => name),
    lastAt: times.at(-1) ?? null,
    pending: all.flatMap(([about, { pending, error }]) =>
      pending.length > 0 ? [{ about, channels: pending, error }] : [],
    ),
  };
}
