export type Format = 'csv' | 'json';

/** Without this mark at its start, spreadsheets take UTF-8 for something else. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The pages of an export as one file: CSV follows on, lists in JSON become one. */
export function joinExport(pages: readonly string[], format: Format): string[] {
  if (format === 'csv') return [BYTE_ORDER_MARK, ...pages];
  const value = pages.flatMap((page) => (JSON.parse(page) as { value: unknown[] }).value);
  return [JSON.stringify({ value }, null, 2)];
}
