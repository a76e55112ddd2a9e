import { status, statusError, watchStatus } from '../api/status.ts';
import { Failure, Waiting } from '../parts/feedback.tsx';
import { CycleCard } from './cycleCard.tsx';
import { Figures } from './figures.tsx';
import { LastCycles } from './lastCycles.tsx';
import { QuarantineNotice } from './quarantineNotice.tsx';
import { StagedDeletions } from './stagedDeletions.tsx';
import { StateCard } from './stateCard.tsx';
import { Subscriptions } from './subscriptions.tsx';

/** How provisioning is right now, and what waits for a person. */
export function Overview() {
  const current = status.value;
  if (!current)
    return statusError.value ? <Failure error={statusError.value} retry={watchStatus} /> : <Waiting lines={6} />;
  return (
    <div class="stack">
      {statusError.value && <Failure error={statusError.value} retry={watchStatus} />}
      <StateCard status={current} />
      {current.quarantine && <QuarantineNotice quarantine={current.quarantine} />}
      <StagedDeletions staged={current.stagedDeletions} />
      {current.cycle && <CycleCard cycle={current.cycle} />}
      <Figures status={current} />
      <div class="columns">
        <LastCycles cycles={current.lastCycles} />
        <Subscriptions subscriptions={current.subscriptions} />
      </div>
    </div>
  );
}
