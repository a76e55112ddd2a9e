import { useCallback, useState } from 'preact/hooks';
import type { OutcomeType } from '../../../../shared/model/outcome.ts';
import type { PreviewItem } from '../../../../shared/model/preview.ts';
import { Empty, Notice } from '../parts/feedback.tsx';
import { OutcomeMark } from '../parts/outcomeMark.tsx';
import { type Column, VirtualTable } from '../parts/virtualTable.tsx';
import { count, countOf } from '../words/numbers.ts';
import { OUTCOME_ORDER, OUTCOMES } from '../words/outcomes.ts';
import { shortTarget, valueText } from '../words/values.ts';
import { type Arrangement, nameOf, type SortColumn } from './arrange.ts';
import { PreviewDetails } from './previewDetails.tsx';
import { exportRows, lookAt, type PreviewState, rows } from './previewRun.ts';

type Result = Extract<PreviewState, { phase: 'done' }>;

/** Longer lists of attributes are folded. */
const OPEN_UP_TO = 8;

const START: Arrangement = { text: '', sort: 'outcome', descending: false };

/** The figures, then everybody concerned. */
export function PreviewResult({ result }: { readonly result: Result }) {
  const { summary, total, received } = result;
  const [by, setBy] = useState(START);
  const [opened, setOpened] = useState<PreviewItem>();
  const seen = useCallback((from: number, to: number) => lookAt(by, from, to), [by]);
  const arrange = (given: Partial<Arrangement>) => {
    const next = { ...by, ...given };
    setBy(next);
    lookAt(next, 0, 0);
  };
  const sortBy = (sort: SortColumn) => arrange({ sort, descending: by.sort === sort && !by.descending });
  const { items, from, count: found } = rows.value;
  const itemAt = (index: number) => items[index - from];

  return (
    <>
      {summary.notice && <Notice tone="attention">{summary.notice}</Notice>}
      {summary.notLookedAt > 0 && (
        <Notice tone="attention">
          There was no time to look at {countOf(summary.notLookedAt, 'more person', 'more people')}. Those of which
          somebody could lose something came first.
        </Notice>
      )}
      <section class="card" aria-label="Figures">
        <p>
          {countOf(summary.scanned, 'person or group', 'people and groups')} read.{' '}
          {total === 0 ? 'Nothing would be done.' : 'Choose to see only some:'}
        </p>
        <Outcomes by={by} summary={summary} choose={(outcome) => arrange({ outcome })} />
        <Attributes counts={summary.updatesByAttribute} by={by} choose={(attribute) => arrange({ attribute })} />
      </section>
      {total > 0 && (
        <section class="card" aria-label="Everybody concerned">
          <div class="between">
            <label class="search">
              <span class="hidden">Search in the preview</span>
              <input
                type="search"
                placeholder="Name, address, id, code or reason"
                value={by.text}
                onInput={(event) => arrange({ text: event.currentTarget.value })}
              />
            </label>
            <div class="actions">
              <span class="quiet" role="status">
                {countOf(found, 'row')}
              </span>
              <button type="button" onClick={() => exportRows('csv', by)}>
                Export CSV
              </button>
              <button type="button" onClick={() => exportRows('json', by)}>
                Export JSON
              </button>
            </div>
          </div>
          {received < total && (
            <p class="quiet">
              The first {count(received)} of {count(total)} are listed; <code>npm run preview</code> writes them all.
            </p>
          )}
          {found === 0 && items.length === 0 && by !== START ? (
            <Empty>Nobody fits. Remove a filter or a word.</Empty>
          ) : null}
          <VirtualTable
            label="Preview"
            count={found}
            order={JSON.stringify(by)}
            columns={columnsOf(by, sortBy)}
            opener="name"
            row={(index) => cellsOf(itemAt(index))}
            open={(index) => setOpened(itemAt(index))}
            seen={seen}
          />
        </section>
      )}
      {opened && <PreviewDetails item={opened} close={() => setOpened(undefined)} />}
    </>
  );
}

interface OutcomesProps {
  readonly by: Arrangement;
  readonly summary: Result['summary'];
  readonly choose: (outcome: OutcomeType | undefined) => void;
}

/** What would happen to how many; each a filter that can be switched on. */
function Outcomes({ by, summary, choose }: OutcomesProps) {
  const numbers: Partial<Record<OutcomeType, number>> = summary;
  const present = OUTCOME_ORDER.filter((outcome) => (numbers[outcome] ?? 0) > 0);
  return (
    <ul class="chips">
      {present.map((outcome) => (
        <li key={outcome}>
          <button
            type="button"
            class={`chip ${OUTCOMES[outcome].tone}`}
            aria-pressed={by.outcome === outcome}
            onClick={() => choose(by.outcome === outcome ? undefined : outcome)}
          >
            <strong>{count(numbers[outcome] ?? 0)}</strong> {OUTCOMES[outcome].would}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface AttributesProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly by: Arrangement;
  readonly choose: (attribute: string | undefined) => void;
}

/** Which attributes of accounts that exist would change. */
function Attributes({ counts, by, choose }: AttributesProps) {
  const names = Object.entries(counts);
  if (names.length === 0) return null;
  return (
    <details open={names.length <= OPEN_UP_TO}>
      <summary>{countOf(names.length, 'attribute')} would change on existing accounts</summary>
      <ul class="chips">
        {names.map(([name, number]) => (
          <li key={name}>
            <button
              type="button"
              class="chip"
              title={name}
              aria-pressed={by.attribute === name}
              onClick={() => choose(by.attribute === name ? undefined : name)}
            >
              {shortTarget(name)} <strong>{count(number)}</strong>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function columnsOf(by: Arrangement, sortBy: (column: SortColumn) => void): readonly Column[] {
  const sortable = (name: SortColumn) => ({
    name,
    sort: () => sortBy(name),
    sorted: by.sort === name ? (by.descending ? ('descending' as const) : ('ascending' as const)) : undefined,
  });
  return [
    { ...sortable('outcome'), title: 'Outcome', width: '110px', onPhone: true },
    { ...sortable('name'), title: 'Who', width: 'minmax(140px, 1.2fr)', onPhone: true },
    { name: 'address', title: 'Sign-in name', width: 'minmax(140px, 1.4fr)', onPhone: false },
    { ...sortable('changes'), title: 'Changes', width: '90px', onPhone: false },
    { ...sortable('reason'), title: 'What and why', width: 'minmax(200px, 2.4fr)', onPhone: true },
  ];
}

function cellsOf(item: PreviewItem | undefined) {
  if (!item) return undefined;
  const { kind, id, outcome, userPrincipalName, modifiedProperties, reason } = item;
  return {
    key: `${kind}:${id}`,
    label: nameOf(item),
    cells: {
      outcome: <OutcomeMark outcome={outcome} isPlan />,
      address: userPrincipalName ?? '',
      changes: modifiedProperties.length || '',
      reason: reason ?? summaryOf(item),
    },
  };
}

/** The essence of what would be written. */
function summaryOf({ outcome, modifiedProperties }: PreviewItem): string {
  if (outcome === 'created') return `as ${valueText(modifiedProperties.find(({ name }) => name === 'userName')?.new)}`;
  const [first, ...more] = modifiedProperties;
  if (!first) return '';
  const change = `${shortTarget(first.name)}: ${valueText(first.old)} → ${valueText(first.new)}`;
  return more.length === 0 ? change : `${change}, and ${count(more.length)} more`;
}
