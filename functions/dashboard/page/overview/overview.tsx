import { status, statusError, watchStatus } from '../api/status.ts';
import { Failure, Waiting } from '../parts/feedback.tsx';
import { CycleCard } from './cycleCard.tsx';
import { DeadLetters } from './deadLetters.tsx';
import { Failing } from './failing.tsx';
import { Figures } from './figures.tsx';
import { LastCycles } from './lastCycles.tsx';
import { Notifications } from './notifications.tsx';
import { QuarantineNotice } from './quarantineNotice.tsx';
import { SlackBudget } from './slackBudget.tsx';
import { StagedDeletions } from './stagedDeletions.tsx';
import { StateCard } from './stateCard.tsx';

/** How provisioning is right now, and what waits for a person. */
export function Overview() {
  const current = status.value;
  if (!current)
    return statusError.value ? <Failure error={statusError.value} retry={watchStatus} /> : <Waiting lines={6} />;
  return (
    <div class="stack">
      {statusError.value && <Failure error={statusError.value} retry={watchStatus} />}
      <StateCard status={current} />
      {current.quarantine && <QuarantineNotice status={{ ...current, quarantine: current.quarantine }} />}
      {current.stagedDeletions.pending > 0 && <StagedDeletions staged={current.stagedDeletions} />}
      {current.cycle && <CycleCard cycle={current.cycle} />}
      <Figures status={current} />
      {current.escrows.count > 0 && <Failing escrows={current.escrows} />}
      {current.deadLetters.open > 0 && <DeadLetters open={current.deadLetters.open} />}
      <div class="columns">
        <LastCycles cycles={current.lastCycles} />
        <div class="stack">
          <Notifications status={current} />
          <SlackBudget use={current.slackBudget} />
        </div>
      </div>
    </div>
  );
}
