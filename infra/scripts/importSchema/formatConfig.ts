const WIDTH = 120;

/** JSON as in the project's `provisioning.json`: what fits on a line stands on one, so that a mapping mostly takes one line. */
export function formatConfig(config: object): string {
  return `${format(config, '', '')}\n`;
}

/** @param lead what stands on the line before the value, indentation apart */
function format(value: unknown, indentation: string, lead: string): string {
  const inline = formatInline(value);
  const isTop = indentation === '' && lead === '';
  if (typeof value !== 'object' || value === null) return inline;
  // One column for the comma that may follow.
  if (!isTop && indentation.length + lead.length + inline.length < WIDTH) return inline;
  const deeper = `${indentation}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = Array.isArray(value)
    ? value.map((item) => deeper + format(item, deeper, ''))
    : entriesOf(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return deeper + name + format(item, deeper, name);
      });
  return `${open}\n${lines.join(',\n')}\n${indentation}${close}`;
}

function formatInline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatInline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = entriesOf(value).map(([key, item]) => `${JSON.stringify(key)}: ${formatInline(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
