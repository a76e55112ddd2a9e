import { styleText } from 'node:util';
import type { LogLine } from './logTail.ts';

type Style = Parameters<typeof styleText>[0];

const STYLES: Readonly<Record<string, Style>> = {
  created: 'green',
  adopted: 'cyan',
  updated: 'blue',
  disabled: 'magenta',
  skipped: 'gray',
  staged: 'yellow',
  failed: 'red',
};

/** Longest name before it is cut, in characters. */
const NAME_WIDTH = 26;
const LONGEST_VALUE = 40;

/** One line of the terminal: time, outcome, who, what changed or why not, and how long it took. */
export function formatLine(line: LogLine, options: { readonly color?: boolean } = {}): string {
  const paint = (style: Style, text: string) =>
    options.color === false ? text : styleText(style, text, { validateStream: false });
  const time = paint('dim', line.at.toTimeString().slice(0, 8));
  const outcome = paint(STYLES[line.type] ?? 'white', line.type.padEnd(9));
  const name = padEnd(cut(line.displayName ?? line.sourceId, NAME_WIDTH), NAME_WIDTH);
  const took = paint('dim', `${(line.durationMs / 1000).toFixed(2)} s`);
  return `${time}  ${outcome} ${name}  ${whatHappened(line)}  ${took}`;
}

function whatHappened({ type, modified, code, reason }: LogLine): string {
  if (type === 'created') {
    const value = (name: string) => String(modified.find((property) => property.name === name)?.new ?? '');
    return `${value('userName')} <${value('emails[type eq "work"].value')}>`;
  }
  const changes = modified.map(({ name, old, new: value }) => `${shortName(name)}: ${show(old)} → ${show(value)}`);
  const text = changes.length > 0 ? changes.join(', ') : (reason ?? '');
  return type === 'failed' || type === 'skipped' || type === 'staged' ? `${code ?? ''}: ${reason ?? ''}` : text;
}

/** `urn:…:1.0.department` → `department`, `emails[type eq "work"].value` → `emails.work`. */
function shortName(target: string): string {
  return target
    .replace(/^urn:.*\.(\w+)$/, '$1')
    .replace(/\[\w+ eq "(\w+)"\]/, '.$1')
    .replace(/\.value$/, '');
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '∅';
  return typeof value === 'string' ? `"${cut(value, LONGEST_VALUE)}"` : String(value);
}

function cut(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Pads by columns: East Asian characters take two. */
function padEnd(text: string, width: number): string {
  const columns = [...text].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(0, width - columns));
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(character);
}
