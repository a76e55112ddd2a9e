import { dayLabel, niceTop, shownLabels } from './scale.ts';
import { useWidth } from './useWidth.ts';

interface Line {
  readonly name: string;
  /** One a day; null where there is none. */
  readonly values: readonly (number | null)[];
}

interface LineChartProps {
  readonly label: string;
  readonly days: readonly string[];
  readonly lines: readonly Line[];
  /** End of the axis; a round number above the largest value when it is left out. */
  readonly top?: number;
  readonly format: (value: number) => string;
}

const HEIGHT = 170;
const LEFT = 60;
const RIGHT = 24;
const BOTTOM = 24;
const TOP = 8;

/** One or more lines over the days; days without a value are gaps. */
export function LineChart({ label, days, lines, top: given, format }: LineChartProps) {
  const { element, width } = useWidth();
  const top = given ?? niceTop(Math.max(...lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const height = HEIGHT - BOTTOM - TOP;
  const slot = (width - LEFT - RIGHT) / days.length;
  const x = (index: number) => LEFT + slot * (index + 0.5);
  const y = (value: number) => TOP + height - (height * value) / top;
  const labels = shownLabels(days.length, width - LEFT - RIGHT, 56);
  return (
    <>
      <div ref={element} class="chart">
        <svg width={width} height={HEIGHT} role="img" aria-label={`${label}: ${spoken(days, lines, format)}`}>
          {[0, top / 2, top].map((value) => (
            <g key={value}>
              <line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
              <text x={LEFT - 8} y={y(value) + 4} text-anchor="end">
                {format(value)}
              </text>
            </g>
          ))}
          {lines.map(({ name, values }, index) => (
            <g key={name} class={`line c${index + 1}`}>
              <path d={pathOf(values, x, y)} />
              {values.map((value, day) =>
                value === null ? null : (
                  <circle key={days[day]} cx={x(day)} cy={y(value)} r={3}>
                    <title>{`${dayLabel(days[day] ?? '')}: ${name} ${format(value)}`}</title>
                  </circle>
                ),
              )}
            </g>
          ))}
          {days.map((day, index) =>
            labels.has(index) ? (
              <text key={day} x={x(index)} y={HEIGHT - 6} text-anchor="middle">
                {dayLabel(day)}
              </text>
            ) : null,
          )}
        </svg>
      </div>
      {lines.length > 1 && (
        <ul class="legend">
          {lines.map(({ name }, index) => (
            <li key={name}>
              <span class={`swatch c${index + 1}`} aria-hidden="true" /> {name}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function pathOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, index) => {
      if (value === null) return '';
      const follows = index > 0 && values[index - 1] !== null;
      return `${follows ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}

/** For those who do not see the lines. */
function spoken(days: readonly string[], lines: readonly Line[], format: (value: number) => string): string {
  const points = days.flatMap((day, index) =>
    lines.flatMap(({ name, values }) => {
      const value = values[index] ?? null;
      return value === null ? [] : [`${dayLabel(day)} ${name} ${format(value)}`];
    }),
  );
  return points.length === 0 ? 'no values' : points.join('; ');
}
