import type { Status } from '../../../../shared/engine/readStatus.ts';
import { samples } from '../api/status.ts';
import { Ago, fullTime, now } from '../parts/time.tsx';
import { count, countOf, duration } from '../words/numbers.ts';
import { progressOf } from '../words/progress.ts';

type RunningCycle = NonNullable<Status['cycle']>;

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** The cycle that runs, or the last one. */
export function CycleCard({ cycle }: { readonly cycle: RunningCycle }) {
  const { phase, kind, percent, startedAt, endedAt } = cycle;
  const title = `${kind === 'initial' ? 'Initial' : 'Full'} cycle`;
  return (
    <section class="card" aria-label={title}>
      <div class="between">
        <h2>{title}</h2>
        <span class="quiet">
          {endedAt ? (
            <>
              ended <Ago at={endedAt} />
            </>
          ) : (
            <>
              started <Ago at={startedAt} />
            </>
          )}
        </span>
      </div>
      {endedAt === null && <ProgressBar value={percent} isUnknown={phase === 'scanning'} />}
      {phase === 'scanning' && (
        <p>Reading Entra and Slack: {countOf(cycle.scanned, 'person or group', 'people and groups')} so far.</p>
      )}
      {phase === 'provisioning' && <Underway cycle={cycle} />}
      {phase === 'ended' && <Ended cycle={cycle} />}
      {phase === 'failed' && (
        <p class="bad">It did not come to its end{cycle.error ? `: ${cycle.error}` : '.'} It starts again by itself.</p>
      )}
    </section>
  );
}

function ProgressBar({ value, isUnknown }: { readonly value: number; readonly isUnknown: boolean }) {
  return isUnknown ? (
    <progress aria-label="Progress of the cycle" />
  ) : (
    <progress aria-label="Progress of the cycle" max={100} value={value}>
      {value} %
    </progress>
  );
}

function Underway({ cycle }: { readonly cycle: RunningCycle }) {
  const { settled, rate, secondsLeft } = progressOf(cycle, samples.value);
  return (
    <p class="figures-line">
      <strong>{cycle.percent} %</strong>
      <span>
        {count(settled)} of {count(cycle.planned)}
      </span>
      {rate !== undefined && <span>{rate < 10 ? rate.toFixed(1) : count(Math.round(rate))} per second</span>}
      {secondsLeft !== undefined && (
        <span>
          about {duration(secondsLeft * 1000)} left, until {CLOCK.format(new Date(now.value + secondsLeft * 1000))}
        </span>
      )}
      <Troubles cycle={cycle} />
    </p>
  );
}

function Ended({ cycle }: { readonly cycle: RunningCycle }) {
  const { scanned, planned, startedAt, endedAt } = cycle;
  const took = endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : '';
  return (
    <p class="figures-line" title={endedAt ? fullTime(endedAt) : undefined}>
      <span>
        {countOf(scanned, 'person or group', 'people and groups')} compared in {took}:{' '}
        {planned === 0 ? 'nothing differed.' : `${count(planned)} differed, ${count(cycle.done)} of them done.`}
      </span>
      <Troubles cycle={cycle} />
    </p>
  );
}

function Troubles({ cycle }: { readonly cycle: RunningCycle }) {
  return (
    <>
      {cycle.failed > 0 && <span class="bad">{count(cycle.failed)} failed</span>}
      {cycle.skipped > 0 && <span>{count(cycle.skipped)} skipped</span>}
    </>
  );
}
