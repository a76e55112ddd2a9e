/** A string property holds 32,768 UTF-16 units at most. */
const CHUNK = 32_000;

/** JSON of a value in as many string columns as it needs: `name`, `name1`, `name2`, … */
export function jsonColumns(name: string, value: unknown): Record<string, string> {
  const text = inAscii(JSON.stringify(value));
  const columns: Record<string, string> = {};
  for (let start = 0, index = 0; start < text.length; start += CHUNK, index++) {
    columns[columnName(name, index)] = text.slice(start, start + CHUNK);
  }
  return columns;
}

/** The value that `jsonColumns` wrote; undefined when there is none. */
export function readJson<Value>(row: object, name: string): Value | undefined {
  const text = readColumns(row, name);
  return text === '' ? undefined : (JSON.parse(text) as Value);
}

/** The same as text; empty when there is none. */
export function readColumns(row: object, name: string): string {
  const columns = row as Readonly<Record<string, unknown>>;
  let text = '';
  for (let index = 0; ; index++) {
    const chunk = columns[columnName(name, index)];
    if (typeof chunk !== 'string') return text;
    text += chunk;
  }
}

/** Name of the n-th column of a value that takes several. */
export function columnName(name: string, index: number): string {
  return index === 0 ? name : `${name}${index}`;
}

/**
 * JSON with every other character escaped, so that neither the cut between two columns nor Azurite, which decodes a request
 * body piece by piece as it arrives, can break a character in two.
 */
function inAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
