import type { LogSummary } from '../api/answers.ts';
import { OutcomeMark } from '../parts/outcomeMark.tsx';
import { isPhone } from '../parts/phone.ts';
import { fullTime, shortTime } from '../parts/time.tsx';
import type { Cells, Column } from '../parts/virtualTable.tsx';
import { CAUSES } from '../words/causes.ts';
import { shortTarget } from '../words/values.ts';

export const LOG_COLUMNS: readonly Column[] = [
  { name: 'outcome', title: 'Outcome', width: '96px', onPhone: true },
  { name: 'name', title: 'Who', width: 'minmax(140px, 1.2fr)', onPhone: true },
  { name: 'what', title: 'What and why', width: 'minmax(200px, 2.6fr)', onPhone: true },
  { name: 'cause', title: 'Because', width: 'minmax(100px, 1fr)', onPhone: false },
  { name: 'at', title: 'When', width: '170px', onPhone: true },
];

/** One line of the log. */
export function logCells(entry: LogSummary | undefined): Cells | undefined {
  if (!entry) return undefined;
  const { id, at, outcome, reason, changed, cause, userPrincipalName } = entry;
  return {
    key: id,
    label: nameIn(entry),
    cells: {
      outcome: <OutcomeMark outcome={outcome} />,
      what: reason ?? (outcome === 'created' ? userPrincipalName : changed.map(shortTarget).join(', ')),
      cause: CAUSES[cause],
      at: <time dateTime={at}>{isPhone.value ? shortTime(at) : fullTime(at)}</time>,
    },
  };
}

export function nameIn({
  displayName,
  userPrincipalName,
  sourceId,
}: Pick<LogSummary, 'displayName' | 'userPrincipalName' | 'sourceId'>): string {
  return displayName ?? userPrincipalName ?? sourceId;
}
