/** What the terminal needs of the status's `cycle`. */
export interface CycleView {
  readonly id: string;
  readonly kind: string;
  readonly phase: string;
  readonly scanned: number;
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly percent: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

const WIDTH = 32;

/** The running cycle as one line: bar, share, rate and expected end. `now` in milliseconds since the epoch. */
export function progressBar(cycle: CycleView, now: number): string {
  const title = cycle.kind === 'initial' ? 'Initial cycle' : 'Full cycle';
  if (cycle.phase === 'scanning') return `${title}  reading Entra and Slack … ${cycle.scanned} people`;
  const settled = cycle.done + cycle.failed + cycle.skipped;
  const filled = cycle.planned === 0 ? WIDTH : Math.min(WIDTH, Math.round((WIDTH * settled) / cycle.planned));
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
  const seconds = Math.max(0.001, (now - Date.parse(cycle.startedAt)) / 1000);
  const rate = settled / seconds;
  const left =
    settled === 0 || settled >= cycle.planned ? '' : `, about ${Math.ceil((cycle.planned - settled) / rate)} s left`;
  const failed = cycle.failed > 0 ? `, ${cycle.failed} failed` : '';
  return `${title}  ${bar}  ${settled}/${cycle.planned}  ${cycle.percent} %  ${rate.toFixed(0)}/s${left}${failed}`;
}
