import type { ComponentChildren } from 'preact';
import type { Status } from '../../../../shared/engine/readStatus.ts';
import { Ago } from '../parts/time.tsx';
import { count, countOf } from '../words/numbers.ts';

/** What is kept in step, and whether the app is alive. */
export function Figures({ status }: { readonly status: Status }) {
  const { entries, escrows, queue, slackBudget } = status;
  const { inUsePercent } = slackBudget;
  return (
    <dl class="figures six">
      <Figure name="Active accounts">{count(entries.users)}</Figure>
      <Figure name="Groups">{count(entries.groups)}</Figure>
      <Figure name="Failing" tone={escrows.count > 0 ? 'bad' : undefined}>
        {count(escrows.count)}
      </Figure>
      <Figure name="In the queue" note={queue ? scheduledNote(queue.scheduledMessages) : undefined}>
        {queue ? `${count(queue.activeMessages)}${queue.isPartial ? '+' : ''}` : 'not known'}
      </Figure>
      <Figure name="Slack’s limits used up" tone={inUsePercent >= 100 ? 'attention' : undefined}>
        {inUsePercent} %
      </Figure>
      <Figure name="Last look for changes" {...pulse(status)}>
        {status.heartbeat.lastSweepAt ? <Ago at={status.heartbeat.lastSweepAt} /> : 'not yet'}
      </Figure>
    </dl>
  );
}

function scheduledNote(scheduled: number): string | undefined {
  return scheduled > 0 ? `${countOf(scheduled, 'more', 'more')} at a later time` : undefined;
}

function pulse({ heartbeat, lastSweep }: Status): Pick<FigureProps, 'tone' | 'note'> {
  if (heartbeat.isLate) return { tone: 'bad', note: 'It is overdue: look whether the app runs.' };
  return lastSweep?.error ? { tone: 'attention', note: lastSweep.error } : {};
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
