import type { Cycle } from '../../../../shared/model/job.ts';
import { Empty } from '../parts/feedback.tsx';
import { Ago } from '../parts/time.tsx';
import { Wide } from '../parts/wide.tsx';
import { count, duration } from '../words/numbers.ts';

const PHASES: Readonly<Record<Cycle['phase'], string>> = {
  scanning: 'reading',
  provisioning: 'running',
  ended: 'done',
  failed: 'broke off',
};

export function LastCycles({ cycles }: { readonly cycles: readonly Cycle[] }) {
  return (
    <section class="card">
      <h2>Last cycles</h2>
      {cycles.length === 0 ? (
        <Empty>No cycle has run yet. The first one begins within a minute of the start.</Empty>
      ) : (
        <Wide label="Last cycles">
          <table>
            <thead>
              <tr>
                <th scope="col">Started</th>
                <th scope="col">Kind</th>
                <th scope="col">Result</th>
                <th scope="col" class="number">
                  Changes
                </th>
                <th scope="col" class="number">
                  Failed
                </th>
                <th scope="col" class="number">
                  Took
                </th>
              </tr>
            </thead>
            <tbody>
              {cycles.map((cycle) => (
                <Row key={cycle.id} cycle={cycle} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </section>
  );
}

function Row({ cycle }: { readonly cycle: Cycle }) {
  const { kind, phase, done, failed, startedAt, endedAt, error, reason } = cycle;
  return (
    <tr>
      <td title={reason}>
        <Ago at={startedAt} />
      </td>
      <td>{kind}</td>
      <td class={phase === 'failed' ? 'bad' : undefined} title={error ?? undefined}>
        {PHASES[phase]}
      </td>
      <td class="number">{count(done)}</td>
      <td class={failed > 0 ? 'number bad' : 'number'}>{count(failed)}</td>
      <td class="number">{endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : '–'}</td>
    </tr>
  );
}
