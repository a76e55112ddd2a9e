import type { OutcomeType } from '../../../../shared/model/outcome.ts';
import type { PreviewItem } from '../../../../shared/model/preview.ts';
import { OUTCOME_ORDER } from '../words/outcomes.ts';

export type SortColumn = 'outcome' | 'name' | 'changes' | 'reason';

/** Which rows are shown, and in which order. */
export interface Arrangement {
  /** Undefined: all. */
  readonly outcome?: OutcomeType | undefined;
  /** Only accounts that exist and get another value of this target attribute. */
  readonly attribute?: string | undefined;
  /** Words that must all occur in names, addresses, ids, codes and reasons. */
  readonly text: string;
  readonly sort: SortColumn;
  readonly descending: boolean;
}

/** Rows of a preview as they are to be shown. */
export function arrange(items: readonly PreviewItem[], by: Arrangement): readonly PreviewItem[] {
  const words = by.text.toLowerCase().split(/\s+/u).filter(Boolean);
  const chosen = items.filter(
    (item) =>
      (by.outcome === undefined || item.outcome === by.outcome) &&
      (by.attribute === undefined || changes(item, by.attribute)) &&
      (words.length === 0 || matches(item, words)),
  );
  const keyed = chosen.map((item) => ({ item, key: keyOf(item, by.sort), name: nameOf(item) }));
  const collator = new Intl.Collator('en');
  const compare = (one: string | number, other: string | number) =>
    typeof one === 'number' && typeof other === 'number' ? one - other : collator.compare(String(one), String(other));
  const sign = by.descending ? -1 : 1;
  keyed.sort((one, other) => sign * compare(one.key, other.key) || collator.compare(one.name, other.name));
  return keyed.map(({ item }) => item);
}

export function nameOf({
  displayName,
  userPrincipalName,
  id,
}: Pick<PreviewItem, 'displayName' | 'userPrincipalName' | 'id'>): string {
  return displayName ?? userPrincipalName ?? id;
}

function changes({ outcome, modifiedProperties }: PreviewItem, attribute: string): boolean {
  return outcome !== 'created' && modifiedProperties.some(({ name }) => name === attribute);
}

function keyOf(item: PreviewItem, column: SortColumn): string | number {
  if (column === 'outcome') return OUTCOME_ORDER.indexOf(item.outcome);
  if (column === 'changes') return item.modifiedProperties.length;
  return column === 'reason' ? (item.reason ?? '') : nameOf(item);
}

function matches(
  { id, displayName, userPrincipalName, code, reason, slackId }: PreviewItem,
  words: readonly string[],
): boolean {
  const text = [id, displayName, userPrincipalName, code, reason, slackId].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}
