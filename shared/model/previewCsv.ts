import { csvLine } from './csv.ts';
import type { ModifiedProperty } from './outcome.ts';
import type { PreviewItem } from './preview.ts';

const COLUMNS = ['outcome', 'code', 'displayName', 'userPrincipalName', 'id', 'slackId', 'reason'] as const;

/** Everybody concerned as CSV (RFC 4180), one line per changed attribute. */
export function formatPreviewCsv(items: readonly PreviewItem[]): string {
  const rows = items.flatMap((item) => {
    const known = COLUMNS.map((column) => item[column] ?? '');
    const changes = item.modifiedProperties.map(({ name, old, new: value }) => [name, textOf(old), textOf(value)]);
    return (changes.length > 0 ? changes : [['', '', '']]).map((change) => [...known, ...change]);
  });
  return [[...COLUMNS, 'attribute', 'old', 'new'], ...rows].map(csvLine).join('');
}

function textOf(value: ModifiedProperty['old']): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
