const SHAPES = {
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  arrow: 'M2 8h11M9 4l4 4-4 4',
  down: 'M4 6.5l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  dash: 'M3.5 8h9',
} as const;

/** A small drawing that goes with a text or a label; hidden from screen readers. */
export function Icon({ name }: { readonly name: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
