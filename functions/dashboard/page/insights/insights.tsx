import { useState } from 'preact/hooks';
import type { Insights as Answer } from '../api/answers.ts';
import { get } from '../api/request.ts';
import { useLoad } from '../api/useLoad.ts';
import { Empty, Show } from '../parts/feedback.tsx';
import { count, duration, percent } from '../words/numbers.ts';
import { ByDay } from './byDay.tsx';
import { Codes } from './codes.tsx';
import { LineChart } from './lineChart.tsx';

const SPANS = [7, 30, 90] as const;
const REFRESH_MS = 30_000;

/** What happened by day: how much, how well, how fast. */
export function Insights() {
  const [days, setDays] = useState<number>(30);
  const insights = useLoad<Answer>((signal) => get(`insights?days=${days}`, signal), [days], REFRESH_MS);
  return (
    <div class="stack">
      <fieldset class="inline">
        <legend class="hidden">How far back</legend>
        {SPANS.map((span) => (
          <label key={span} class="check">
            <input type="radio" name="days" checked={days === span} onChange={() => setDays(span)} />
            {span} days
          </label>
        ))}
      </fieldset>
      <Show load={insights} lines={8}>
        {(found) => <Charts insights={found} />}
      </Show>
    </div>
  );
}

function Charts({ insights: { days, total } }: { readonly insights: Answer }) {
  if (Object.keys(total.outcomes).length === 0) {
    return <Empty>Nothing has been provisioned in this time, so there is nothing to draw yet.</Empty>;
  }
  const { latency } = total;
  return (
    <>
      <dl class="figures">
        <Figure name="Entries in the log" value={count(sum(total.outcomes))} />
        <Figure name="Successes" value={total.successRate === null ? '–' : percent(total.successRate)} />
        <Figure name="From change to Slack, usually" value={latency ? duration(latency.medianMs) : '–'} />
        <Figure name="95 of 100 changes within" value={latency ? duration(latency.p95Ms) : '–'} />
      </dl>
      <ByDay days={days} />
      <div class="columns">
        <section class="card">
          <h2>Success rate</h2>
          <LineChart
            label="Success rate by day"
            days={days.map(({ day }) => day)}
            lines={[{ name: 'Successes', values: days.map(({ successRate }) => successRate) }]}
            top={1}
            format={percent}
          />
        </section>
        <section class="card">
          <h2>Time from change to Slack</h2>
          {latency ? (
            <LineChart
              label="Time from change to Slack by day"
              days={days.map(({ day }) => day)}
              lines={[
                { name: 'Half of the changes within', values: days.map((day) => day.latency?.medianMs ?? null) },
                { name: '95 of 100 within', values: days.map((day) => day.latency?.p95Ms ?? null) },
              ]}
              format={duration}
            />
          ) : (
            <Empty>No change has been notified in this time. Full cycles are not counted: nobody waits for them.</Empty>
          )}
        </section>
        <Codes codes={total.codes} />
      </div>
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div class="card figure">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, number) => total + number, 0);
}
