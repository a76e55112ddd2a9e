import { count } from '../words/numbers.ts';
import { dayLabel, niceTop, shownLabels } from './scale.ts';
import { useWidth } from './useWidth.ts';

export interface Series {
  readonly title: string;
  /** Number of a colour in the style sheet. */
  readonly color: number;
  /** One a day. */
  readonly values: readonly number[];
}

interface StackedBarsProps {
  readonly label: string;
  /** `2026-11-28` */
  readonly days: readonly string[];
  readonly series: readonly Series[];
}

const HEIGHT = 220;
const LEFT = 48;
const RIGHT = 24;
const BOTTOM = 24;
const TOP = 8;

/** A bar a day, made of parts. The same figures are in the table below it. */
export function StackedBars({ label, days, series }: StackedBarsProps) {
  const { element, width } = useWidth();
  const totals = days.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const top = niceTop(Math.max(...totals));
  const slot = (width - LEFT - RIGHT) / days.length;
  const bar = Math.max(2, Math.min(36, slot * 0.7));
  const height = HEIGHT - BOTTOM - TOP;
  const y = (value: number) => TOP + height - (height * value) / top;
  const labels = shownLabels(days.length, width - LEFT - RIGHT, 56);
  return (
    <div ref={element} class="chart">
      <svg width={width} height={HEIGHT} role="img" aria-label={`${label}; the figures are in the table below`}>
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
            <text x={LEFT - 8} y={y(value) + 4} text-anchor="end">
              {count(value)}
            </text>
          </g>
        ))}
        {days.map((day, index) => {
          const x = LEFT + slot * index + (slot - bar) / 2;
          let below = 0;
          return (
            <g key={day}>
              <title>{`${dayLabel(day)}: ${tipOf(series, index)}`}</title>
              <rect class="hit" x={LEFT + slot * index} y={TOP} width={slot} height={height} />
              {series.map(({ title, color, values }) => {
                const value = values[index] ?? 0;
                if (value === 0) return null;
                const from = below;
                below += value;
                return (
                  <rect key={title} class={`c${color}`} x={x} y={y(below)} width={bar} height={y(from) - y(below)} />
                );
              })}
              {labels.has(index) && (
                <text x={LEFT + slot * (index + 0.5)} y={HEIGHT - 6} text-anchor="middle">
                  {dayLabel(day)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function tipOf(series: readonly Series[], index: number): string {
  const parts = series.filter(({ values }) => (values[index] ?? 0) > 0);
  if (parts.length === 0) return 'nothing';
  return parts.map(({ title, values }) => `${title} ${count(values[index] ?? 0)}`).join(', ');
}
