import { listChanges, nameOf, paintOutcome, whyNot } from './formatLine.ts';
import type { LogLine } from './logTail.ts';
import { type CycleView, progressBar } from './progressBar.ts';
import type { Paint } from './screen.ts';

/** More people of a kind than this are only counted. */
const MOST_PEOPLE = 10;
const CHANGES_PER_PERSON = 2;

interface Group {
  readonly types: readonly string[];
  readonly title: string;
  readonly describe: (line: LogLine, paint: Paint) => string;
}

/** What is worth looking at, the most urgent first. Creations are only counted. */
const GROUPS: readonly Group[] = [
  { types: ['failed'], title: 'Failed', describe: whyNot },
  { types: ['staged'], title: 'Waiting for approval', describe: whyNot },
  { types: ['skipped'], title: 'Skipped', describe: whyNot },
  { types: ['disabled'], title: 'Disabled', describe: whyNot },
  {
    types: ['adopted'],
    title: 'Adopted: these accounts were in Slack already',
    describe: ({ modified }) => listChanges(modified, CHANGES_PER_PERSON) || 'nothing had to be changed',
  },
];

/** The order in which outcomes are counted. */
const COUNTED = ['created', 'adopted', 'updated', 'disabled', 'skipped', 'staged', 'failed'];

/** A finished cycle: figures, then who failed and why, then whose account was adopted. */
export function summarizeCycle(cycle: CycleView, lines: readonly LogLine[], paint: Paint): string {
  const ended = Date.parse(cycle.endedAt ?? cycle.startedAt);
  const seconds = (ended - Date.parse(cycle.startedAt)) / 1000;
  return [
    progressBar({ ...cycle, percent: 100 }, ended),
    '',
    `${cycle.scanned} people and groups read in ${seconds.toFixed(1)} s: ${count(cycle, lines, paint)}.`,
    ...GROUPS.flatMap((group) => listGroup(group, lines, paint)),
  ].join('\n');
}

function count({ scanned, planned }: CycleView, lines: readonly LogLine[], paint: Paint): string {
  const counts = COUNTED.flatMap((type) => {
    const number = lines.filter((line) => line.type === type).length;
    return number === 0 ? [] : [`${number} ${paintOutcome(type, paint)}`];
  });
  const left = scanned - planned;
  if (left > 0) counts.push(`nothing to do for ${left}`);
  return counts.join(', ') || 'nothing to do';
}

function listGroup({ types, title, describe }: Group, lines: readonly LogLine[], paint: Paint): readonly string[] {
  const members = lines.filter(({ type }) => types.includes(type));
  if (members.length === 0) return [];
  const shown = members.slice(0, MOST_PEOPLE).map((line) => `  ${nameOf(line)}  ${describe(line, paint)}`);
  const left = members.length - shown.length;
  return ['', paint('bold', `${title} (${members.length})`), ...shown, ...(left > 0 ? [`  … and ${left} more`] : [])];
}
