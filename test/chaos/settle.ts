import type { Stage } from './disturbances.ts';

/** Longer than the first rest of a failed object, and than what is left to a message that was sent for it. */
const A_QUARTER_MS = 16 * 60_000;
/** Work that asks for nothing for so long has come to a halt. */
const HALT_MS = 20_000;
const ROUNDS = 6;

/**
 * Lets time pass, with its timers, until nothing is left to do: messages, notes and a full cycle that finds nothing. What does
 * not come to rest is left as it is.
 */
export async function settle(stage: Stage): Promise<void> {
  await Promise.all(stage.timers);
  for (let round = 0; round < ROUNDS; round++) {
    await workOff(stage);
    await sweepOnce(stage);
    await workOff(stage);
    if (await isWithoutDifference(stage)) break;
  }
  await sweepOnce(stage);
  await workOff(stage);
}

/** A sweep that took long (since the clock jumped meanwhile) keeps the next ones waiting for four times as long. */
async function sweepOnce(stage: Stage): Promise<void> {
  const { scenario, time } = stage;
  for (let round = 0; round < ROUNDS; round++) {
    passTime(stage, A_QUARTER_MS);
    const since = new Date(time.queueNow()).toISOString();
    await scenario.runTimer('sweep').catch(() => undefined);
    const last = await scenario.readJob('lastSweep');
    if (last && last.startedAt >= since && last.error === undefined) return;
  }
}

/** Runs the day's full cycle to its end. @returns whether it found nothing but what fails again and again */
async function isWithoutDifference(stage: Stage): Promise<boolean> {
  const { scenario, time } = stage;
  const requestedAt = new Date(time.queueNow()).toISOString();
  await scenario.writeJob('fullRequest', { reason: 'schedule', requestedAt });
  await scenario.runTimer('fullCycle').catch(() => undefined);
  await workOff(stage);
  await scenario.runTimer('sweep').catch(() => undefined);
  const { cycle } = await scenario.status();
  return cycle !== null && cycle.startedAt >= requestedAt && cycle.endedAt !== null && cycle.planned === cycle.failed;
}

/** Until no message is left, due or scheduled. */
async function workOff(stage: Stage): Promise<void> {
  const { scenario, gateway } = stage;
  await scenario.graph.delivered();
  let known = gateway.count;
  let since = performance.now();
  while (performance.now() - since < HALT_MS) {
    const { active, scheduled } = scenario.stack.serviceBus.queueDepth('changes');
    if (active + scheduled === 0) return;
    if (active === 0) passTime(stage, 30_000);
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (gateway.count > known) since = performance.now();
    known = gateway.count;
  }
}

function passTime({ scenario, time }: Stage, milliseconds: number): void {
  time.pass(milliseconds);
  scenario.stack.serviceBus.runDue();
}
