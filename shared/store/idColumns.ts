import { columnName } from './jsonColumns.ts';

/** A binary property holds 64 KB at most: 4,096 ids of 16 bytes. */
const IDS_PER_COLUMN = 4096;
const BYTES_PER_ID = 16;

/** A set of Entra ids in as many binary columns as it needs, 16 bytes an id, sorted: `name`, `name1`, `name2`, … */
export function idColumns(name: string, ids: readonly string[]): Record<string, Uint8Array> {
  const sorted = [...new Set(ids)].sort();
  const columns: Record<string, Uint8Array> = {};
  for (let start = 0, index = 0; start < sorted.length; start += IDS_PER_COLUMN, index += 1) {
    const hex = sorted
      .slice(start, start + IDS_PER_COLUMN)
      .join('')
      .replaceAll('-', '');
    columns[columnName(name, index)] = new Uint8Array(Buffer.from(hex, 'hex'));
  }
  return columns;
}

/** The ids that `idColumns` wrote, in lower case; none when there are no such columns. */
export function readIds(row: object, name: string): readonly string[] {
  const columns = row as Readonly<Record<string, unknown>>;
  const ids: string[] = [];
  for (let index = 0; ; index += 1) {
    const column = columns[columnName(name, index)];
    if (!(column instanceof Uint8Array)) return ids;
    const hex = Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('hex');
    for (let start = 0; start < hex.length; start += 2 * BYTES_PER_ID) ids.push(toGuid(hex, start));
  }
}

function toGuid(hex: string, start: number): string {
  const part = (from: number, to: number) => hex.slice(start + from, start + to);
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`;
}
