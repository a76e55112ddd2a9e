// biome-ignore-all lint/a11y/useSemanticElements: the rows in sight are laid out by hand, which a <table> does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: what can be focused in a head is its button
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { isPhone } from './phone.ts';

export interface Column {
  readonly name: string;
  readonly title: string;
  /** Width in the grid, e.g. `2fr` or `110px`. */
  readonly width: string;
  /** Shown on a phone too. */
  readonly onPhone: boolean;
  /** Told when a person asks to sort by it; absent: it cannot be sorted. */
  readonly sort?: () => void;
  readonly sorted?: 'ascending' | 'descending' | undefined;
}

export interface Cells {
  readonly key: string;
  /** What the row is about; a button that opens it. */
  readonly label: string;
  /** By name of the column. */
  readonly cells: Readonly<Record<string, ComponentChildren>>;
}

interface VirtualTableProps {
  readonly label: string;
  readonly count: number;
  /** How the rows are chosen and sorted. When it changes, the table begins at its top. */
  readonly order: string;
  readonly columns: readonly Column[];
  /** Column that holds the button. */
  readonly opener: string;
  /** Undefined while the row is on its way. */
  readonly row: (index: number) => Cells | undefined;
  readonly open: (index: number) => void;
  /** Told which rows can be seen, from and up to, so that they can be fetched. */
  readonly seen?: (from: number, to: number) => void;
}

const ROW = 40;
const PHONE_ROW = 68;
/** So many rows put in front at once leave what somebody reads where it is. */
const FURTHEST_SHIFT = 200;
/** Rows beyond both edges, so that scrolling shows no holes. */
const SPARE = 8;

/**
 * A table of any length, of which only the rows in sight exist. Arrow keys, Page Up and Down, Home and End move between rows,
 * Enter opens one. Rows that are put in front do not move what somebody reads.
 */
export function VirtualTable({ label, count, order, columns, opener, row, open, seen }: VirtualTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const phone = isPhone.value;
  const rowHeight = phone ? PHONE_ROW : ROW;
  const visible = columns.filter(({ onPhone }) => !phone || onPhone);
  const from = Math.max(0, Math.floor(view.top / rowHeight) - SPARE);
  const to = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + SPARE);

  const measure = () => {
    const box = scroller.current;
    if (box) setView({ top: box.scrollTop, height: box.clientHeight });
  };
  useLayoutEffect(measure, [count, rowHeight]);
  const shown = useRef({ order, first: row(0)?.key });
  useLayoutEffect(() => {
    const box = scroller.current;
    const before = shown.current;
    shown.current = { order, first: row(0)?.key };
    if (!box || box.scrollTop === 0) return;
    if (before.order !== order) {
      box.scrollTop = 0;
      setActive(0);
    } else if (before.first !== undefined && before.first !== shown.current.first) {
      const added = placeOf(before.first, row);
      box.scrollTop += added * rowHeight;
      setActive((index) => index + added);
    }
  }, [count, row, rowHeight, order]);
  useEffect(() => seen?.(from, to), [from, to, seen]);
  const focusRow = (index: number): boolean => {
    const button = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] button`);
    button?.focus({ preventScroll: true });
    return button != null;
  };
  useEffect(() => {
    if (wantsFocus.current) wantsFocus.current = !focusRow(active);
  });

  const moveTo = (index: number) => {
    const box = scroller.current;
    const next = Math.max(0, Math.min(count - 1, index));
    if (!box) return;
    setActive(next);
    const head = box.firstElementChild?.clientHeight ?? 0;
    const top = next * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + rowHeight + head > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + rowHeight + head - box.clientHeight;
    }
    measure();
    // A row that was far away is there after the next rendering.
    wantsFocus.current = !focusRow(next);
  };
  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
    // Keys come faster than renderings: where the focus is, `active` may not know yet.
    const line = (event.target as Element).closest<HTMLElement>('[data-index]');
    const at = line ? Number(line.dataset.index) : active;
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page };
    const to = { ...steps, PageUp: at - page, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    moveTo(to);
  };

  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  const grid = { gridTemplateColumns: phone ? undefined : visible.map(({ width }) => width).join(' ') };
  return (
    <div
      ref={scroller}
      class="virtual"
      role="table"
      aria-label={label}
      aria-rowcount={count + 1}
      onScroll={measure}
      onKeyDown={press}
    >
      <div class="head" role="rowgroup">
        <div class="line" role="row" aria-rowindex={1} style={grid}>
          {visible.map((column) => (
            <ColumnHead key={column.name} column={column} />
          ))}
        </div>
      </div>
      <div class="rows" role="rowgroup" style={{ height: `${count * rowHeight}px` }}>
        {indexes.map((index) => {
          const content = row(index);
          return (
            <div
              key={content?.key ?? index}
              class="line"
              role="row"
              aria-rowindex={index + 2}
              data-index={index}
              style={{ ...grid, height: `${rowHeight}px`, transform: `translateY(${index * rowHeight}px)` }}
            >
              {visible.map(({ name }) => (
                <div key={name} role="cell" class={`cell ${name}`}>
                  {content && name === opener ? (
                    <button
                      type="button"
                      class="opener"
                      tabIndex={index === active ? 0 : -1}
                      onFocus={() => setActive(index)}
                      onClick={() => open(index)}
                    >
                      {content.label}
                    </button>
                  ) : (
                    (content?.cells[name] ?? (content ? null : <span class="bar" />))
                  )}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where a row is now that others were put in front of it; 0 when it is not near. */
function placeOf(key: string, row: VirtualTableProps['row']): number {
  for (let index = 0; index < FURTHEST_SHIFT; index++) if (row(index)?.key === key) return index;
  return 0;
}

function ColumnHead({ column: { title, sort, sorted } }: { readonly column: Column }) {
  return (
    <div role="columnheader" aria-sort={sort ? (sorted ?? 'none') : undefined}>
      {sort ? (
        <button type="button" class="plain" onClick={sort}>
          {title} {sorted && <Icon name={sorted === 'ascending' ? 'up' : 'down'} />}
        </button>
      ) : (
        title
      )}
    </div>
  );
}
