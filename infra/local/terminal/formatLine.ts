import { cut, inColumns } from './columns.ts';
import type { LogLine } from './logTail.ts';
import type { Paint, Style } from './screen.ts';

const STYLES: Readonly<Record<string, Style>> = {
  created: 'green',
  adopted: 'cyan',
  updated: 'blue',
  disabled: 'magenta',
  skipped: 'gray',
  staged: 'yellow',
  failed: 'red',
};

/** Columns of a name. */
export const NAME_WIDTH = 26;
const LONGEST_VALUE = 40;
/** More changes of one person than this are only counted. */
const MOST_CHANGES = 3;

/** One line of the terminal: time, outcome, who, what changed or why not, and how long it took. */
export function formatLine(line: LogLine, paint: Paint): string {
  const time = paint('dim', line.at.toTimeString().slice(0, 8));
  const outcome = paintOutcome(line.type, paint, 9);
  const took = paint('dim', `${(line.durationMs / 1000).toFixed(2)} s`);
  return `${time}  ${outcome} ${nameOf(line)}  ${whatHappened(line, paint)}  ${took}`;
}

/** The outcome in its colour. */
export function paintOutcome(type: string, paint: Paint, width = 0): string {
  return paint(STYLES[type] ?? 'white', type.padEnd(width));
}

export function nameOf({ displayName, sourceId }: LogLine): string {
  return inColumns(displayName ?? sourceId, NAME_WIDTH);
}

function whatHappened(line: LogLine, paint: Paint): string {
  const { type, modified } = line;
  if (['failed', 'skipped', 'staged', 'disabled'].includes(type) && line.reason !== null) return whyNot(line, paint);
  if (type === 'created') {
    const value = (name: string) => String(modified.find((property) => property.name === name)?.new ?? '');
    return `${value('userName')} <${value('emails[type eq "work"].value')}>`;
  }
  return modified.length > 0 ? listChanges(modified, MOST_CHANGES) : whyNot(line, paint);
}

/** The reason, with what can be done about it, and its code. */
export function whyNot({ reason, code }: LogLine, paint: Paint): string {
  const why = reason === null ? '' : reason.replace(TARGET_NAME, shortName);
  return [why, code === null ? '' : paint('dim', code)].filter((part) => part !== '').join('  ');
}

/** Changes as `title: "Clerk" → "Countess"`, real changes before values that were empty; past `most` they are counted. */
export function listChanges(modified: LogLine['modified'], most: number): string {
  const wasSet = ({ old }: LogLine['modified'][number]) => old !== null && old !== undefined;
  const ordered = [...modified.filter(wasSet), ...modified.filter((change) => !wasSet(change))];
  const shown = ordered
    .slice(0, most)
    .map(({ name, old, new: value }) => `${shortName(name)}: ${show(old)} → ${show(value)}`);
  const left = modified.length - shown.length;
  return [...shown, ...(left > 0 ? [`… ${left} more`] : [])].join(', ');
}

/** Target names as Entra writes them. */
const TARGET_NAME = /urn:[\w:.-]+\.\w+|\w+\[\w+ eq "\w+"\](?:\.\w+)?/g;

/** `urn:…:1.0.department` → `department`, `emails[type eq "work"].value` → `work email`, `addresses[…].country` → `country`. */
function shortName(target: string): string {
  const extension = /^urn:.*\.(\w+)$/.exec(target)?.[1];
  if (extension) return extension;
  const [, list = target, filter, kind = '', part] =
    /^(\w+)\[(\w+) eq "(\w+)"\](?:\.(\w+))?$/.exec(target) ?? ([] as string[]);
  if (filter === undefined) return target;
  if (part !== undefined && part !== 'value') return part;
  const one = list
    .replace(/es$/, 'e')
    .replace(/s$/, '')
    .replace(/Number$/, '');
  return filter === 'type' && kind !== 'untyped' ? `${kind} ${one}` : one;
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '∅';
  return typeof value === 'string' ? `"${cut(value, LONGEST_VALUE)}"` : String(value);
}
