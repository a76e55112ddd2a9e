import { Wide } from '../parts/wide.tsx';
import { count } from '../words/numbers.ts';
import { dayLabel } from './scale.ts';
import type { Series } from './stackedBars.tsx';

/** The figures of a chart, for those who read rather than look; days without any are left out. */
export function DayTable({ days, series }: { readonly days: readonly string[]; readonly series: readonly Series[] }) {
  const rows = days.map((day, index) => ({ day, values: series.map(({ values }) => values[index] ?? 0) }));
  return (
    <details>
      <summary>As a table</summary>
      <Wide label="Entries by day, as a table">
        <table>
          <thead>
            <tr>
              <th scope="col">Day</th>
              {series.map(({ title }) => (
                <th key={title} scope="col" class="number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows
              .filter(({ values }) => values.some((value) => value > 0))
              .reverse()
              .map(({ day, values }) => (
                <tr key={day}>
                  <th scope="row">{dayLabel(day)}</th>
                  {values.map((value, index) => (
                    <td key={series[index]?.title} class="number">
                      {count(value)}
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </Wide>
    </details>
  );
}
