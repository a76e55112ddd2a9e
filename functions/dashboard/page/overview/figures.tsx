import type { ComponentChildren } from 'preact';
import type { Status } from '../../../../shared/engine/readStatus.ts';
import { Ago, now } from '../parts/time.tsx';
import { count } from '../words/numbers.ts';

/** A sweep runs each minute; this long without one means that the timers do not run. */
const LATE_MS = 5 * 60_000;

/** What is kept in step, and whether the app is alive. */
export function Figures({ status }: { readonly status: Status }) {
  const { entries, lastSweep, stagedDeletions } = status;
  return (
    <dl class="figures">
      <Figure name="Active accounts kept in step">{count(entries.users)}</Figure>
      <Figure name="Groups kept in step">{count(entries.groups)}</Figure>
      <Figure name="Waiting for your decision" tone={stagedDeletions.pending > 0 ? 'attention' : undefined}>
        {count(stagedDeletions.pending)}
      </Figure>
      <Figure name="Last look for changes" {...heartbeat(lastSweep)}>
        {lastSweep ? <Ago at={lastSweep.endedAt} /> : 'not yet'}
      </Figure>
    </dl>
  );
}

function heartbeat(lastSweep: Status['lastSweep']): {
  tone?: 'bad' | 'attention' | undefined;
  note?: string | undefined;
} {
  if (!lastSweep) return {};
  if (lastSweep.error) return { tone: 'attention', note: lastSweep.error };
  const isLate = now.value - Date.parse(lastSweep.endedAt) > LATE_MS;
  return isLate ? { tone: 'bad', note: 'It should happen each minute: look whether the app runs.' } : {};
}

interface FigureProps {
  readonly name: string;
  readonly tone?: 'bad' | 'attention' | undefined;
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}

function Figure({ name, tone, note, children }: FigureProps) {
  return (
    <div class="card figure">
      <dt>{name}</dt>
      <dd class={tone}>{children}</dd>
      {note && <dd class="note">{note}</dd>}
    </div>
  );
}
