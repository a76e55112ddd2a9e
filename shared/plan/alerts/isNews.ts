import type { AlertNote } from '../../model/alert.ts';
import type { Watch } from './situation.ts';

/** Whether a mark is to be told, after what was told last. */
export function isNews(
  mark: string,
  note: AlertNote | undefined,
  { restMs }: Pick<Watch, 'restMs'>,
  now: Date,
): boolean {
  const told = note?.mark ?? '';
  if (mark === told) return false;
  if (restMs === undefined || mark === '' || told === '') return true;
  return mark > told && now.getTime() - Date.parse(note?.at ?? '') >= restMs;
}
