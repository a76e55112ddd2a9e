import type { Invoke } from '../invocation/invoker.ts';
import { type AppFunction, textOption } from '../registration/appFunction.ts';
import { resolvePlaceholders } from '../settings/localSettings.ts';
import { startTimer, type TimerRunner } from './timerRunner.ts';
import { parseSchedule, type TimerSchedule } from './timerSchedule.ts';

export interface Timers {
  /** Runs a timer function now; rejects with what it throws. */
  runNow(fn: AppFunction): Promise<void>;
  /** Schedules no further run. */
  stop(): void;
}

/** A timer function with its schedule read. */
export interface TimerFunction {
  readonly fn: AppFunction;
  readonly schedule: TimerSchedule;
}

export interface StartTimersOptions {
  readonly timers: readonly TimerFunction[];
  readonly invoke: Invoke;
  /** Whether a function's due times count. */
  readonly isScheduled: (fn: AppFunction) => boolean;
}

const MONITORED_INTERVAL_MS = 60_000;

/** The status of a schedule is kept only for intervals of a minute or more (TimerTriggerAttribute.UseMonitor). */
function isMonitored({ fn, schedule }: TimerFunction): boolean {
  if (fn.trigger.useMonitor === false) return false;
  const first = schedule.next(new Date());
  const second = first && schedule.next(first);
  return second !== undefined && second.getTime() - (first?.getTime() ?? 0) >= MONITORED_INTERVAL_MS;
}

/** @throws HostStartError for a schedule that cannot be read */
export function readTimers(functions: readonly AppFunction[], env: NodeJS.ProcessEnv): TimerFunction[] {
  return functions.map((fn) => ({
    fn,
    schedule: parseSchedule(resolvePlaceholders(textOption(fn.trigger, 'schedule'), env)),
  }));
}

/** Starts all timers; each runs by itself. */
export function startTimers({ timers, invoke, isScheduled }: StartTimersOptions): Timers {
  const runners = new Map<AppFunction, TimerRunner>();
  for (const timer of timers) {
    const { fn, schedule } = timer;
    const runner = startTimer({
      schedule,
      scheduled: isScheduled(fn),
      runOnStartup: fn.trigger.runOnStartup === true,
      useMonitor: isMonitored(timer),
      run: (input) => invoke(fn, { input }),
    });
    runners.set(fn, runner);
  }
  return {
    runNow: async (fn) => runners.get(fn)?.runNow(),
    stop: () => {
      for (const runner of runners.values()) runner.stop();
    },
  };
}
