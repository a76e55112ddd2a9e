import { useState } from 'preact/hooks';
import type { OutcomeType } from '../../../../shared/model/outcome.ts';
import type { Insights } from '../api/answers.ts';
import { count } from '../words/numbers.ts';
import { OUTCOME_ORDER, OUTCOMES } from '../words/outcomes.ts';
import { DayTable } from './dayTable.tsx';
import { StackedBars } from './stackedBars.tsx';

type Day = Insights['days'][number];
type Grouping = 'outcomes' | 'actions' | 'statuses' | 'codes';

const GROUPINGS: readonly (readonly [Grouping, string])[] = [
  ['outcomes', 'Outcome'],
  ['actions', 'Action'],
  ['statuses', 'Status'],
  ['codes', 'Error code'],
];
/** More kinds than this cannot be told apart; the rest becomes one. */
const MOST_KINDS = 8;

/** How much happened on each day, by what a person chooses. */
export function ByDay({ days }: { readonly days: readonly Day[] }) {
  const [by, setBy] = useState<Grouping>('outcomes');
  const kinds = kindsIn(days, by);
  const counts = days.map((day) =>
    kinds.map(({ names }) => names.reduce((sum, name) => sum + (day[by][name] ?? 0), 0)),
  );
  const series = kinds.map(({ title, color }, index) => ({
    title,
    color,
    values: counts.map((row) => row[index] ?? 0),
  }));
  return (
    <section class="card">
      <div class="between">
        <h2>By day</h2>
        <label class="beside">
          By
          <select value={by} onChange={(event) => setBy(event.currentTarget.value as Grouping)}>
            {GROUPINGS.map(([value, title]) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <StackedBars label="Entries by day" days={days.map(({ day }) => day)} series={series} />
      <ul class="legend">
        {series.map(({ title, color, values }) => (
          <li key={title}>
            <span class={`swatch c${color}`} aria-hidden="true" /> {title}{' '}
            <strong>{count(values.reduce((sum, value) => sum + value, 0))}</strong>
          </li>
        ))}
      </ul>
      <DayTable days={days.map(({ day }) => day)} series={series} />
    </section>
  );
}

interface Kind {
  readonly title: string;
  /** Number of a colour in the style sheet. */
  readonly color: number;
  readonly names: readonly string[];
}

/** Outcomes have an order and colours of their own, the others are ordered by how frequent they are. */
function kindsIn(days: readonly Day[], by: Grouping): readonly Kind[] {
  const totals = new Map<string, number>();
  for (const day of days) {
    for (const [name, number] of Object.entries(day[by])) totals.set(name, (totals.get(name) ?? 0) + number);
  }
  if (by === 'outcomes') {
    return OUTCOME_ORDER.filter((outcome) => totals.has(outcome)).map((outcome) => ({
      title: OUTCOMES[outcome].label,
      color: OUTCOME_COLORS[outcome],
      names: [outcome],
    }));
  }
  const names = [...totals].sort(([, one], [, other]) => other - one).map(([name]) => name);
  const [main, rest] = [names.slice(0, MOST_KINDS - 1), names.slice(MOST_KINDS - 1)];
  const kinds = main.map((name, index) => ({ title: name, color: index + 1, names: [name] }));
  return rest.length === 0 ? kinds : [...kinds, { title: 'others', color: MOST_KINDS, names: rest }];
}

const OUTCOME_COLORS: Readonly<Record<OutcomeType, number>> = {
  created: 1,
  updated: 2,
  adopted: 3,
  disabled: 4,
  staged: 5,
  failed: 6,
  deferred: 7,
  skipped: 8,
  unchanged: 8,
};
