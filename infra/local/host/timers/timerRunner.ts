import type { TypedData } from '../registration/coreTypes.ts';
import type { TimerSchedule } from './timerSchedule.ts';

/** Node fires a timer at once when its delay does not fit into 31 bits. */
const LONGEST_DELAY = 2 ** 31 - 1;

export interface TimerRunner {
  /** Runs the function now, after a run that may be under way; rejects with what it throws. */
  runNow(): Promise<void>;
  /** Schedules no further run; one that is under way goes on. */
  stop(): void;
}

export interface TimerRunnerOptions {
  readonly schedule: TimerSchedule;
  /** Without scheduled runs only `runNow` runs the function. */
  readonly scheduled: boolean;
  readonly runOnStartup: boolean;
  /** Keep and pass on the schedule's status (option `useMonitor`). */
  readonly useMonitor: boolean;
  /** Runs the function once; rejects with what it throws, which it has logged itself. */
  readonly run: (input: TypedData) => Promise<unknown>;
}

/** Times as .NET writes them; the earliest one stands for "never". */
function timeText(time: Date | undefined): string {
  return time?.toISOString() ?? '0001-01-01T00:00:00';
}

/** The trigger input of a timer function, with the names of .NET's TimerInfo (the library lower-cases them). */
export function timerInput(
  status: { readonly last?: Date | undefined; readonly next?: Date | undefined } | undefined,
  isPastDue: boolean,
): TypedData {
  const scheduleStatus = status && {
    Last: timeText(status.last),
    LastUpdated: timeText(status.last),
    Next: timeText(status.next),
  };
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: scheduleStatus ?? null,
      IsPastDue: isPastDue,
    }),
  };
}

/**
 * Runs one timer function at its due times, never twice at a time. Due times that pass while it runs are made up for by
 * one run right after, marked as past due.
 */
export function startTimer(options: TimerRunnerOptions): TimerRunner {
  const { schedule } = options;
  let alarm: NodeJS.Timeout | undefined;
  let stopped = !options.scheduled;
  let last: Date | undefined;
  let next: Date | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  function enqueue(dueAt: Date, isPastDue: boolean): Promise<void> {
    const run = tail.then(async () => {
      const status = options.useMonitor ? { last, next: schedule.next(new Date()) } : undefined;
      last = dueAt;
      await options.run(timerInput(status, isPastDue));
    });
    tail = run.catch(() => undefined);
    return run;
  }

  function arm(): void {
    if (stopped || !next) return;
    const delay = Math.max(0, next.getTime() - Date.now());
    alarm = setTimeout(delay > LONGEST_DELAY ? arm : () => void fire(), Math.min(delay, LONGEST_DELAY));
  }

  async function fire(isPastDue = false): Promise<void> {
    const dueAt = next ?? new Date();
    const following = schedule.next(dueAt);
    await enqueue(dueAt, isPastDue).catch(() => undefined);
    if (stopped) return;
    if (following && following.getTime() <= Date.now()) {
      next = new Date();
      return fire(true);
    }
    // An alarm may ring a moment early: never take the due time that has just been served again.
    next = schedule.next(new Date(Math.max(Date.now(), dueAt.getTime())));
    arm();
  }

  next = schedule.next(new Date());
  if (options.scheduled && options.runOnStartup) void enqueue(new Date(), false).catch(() => undefined);
  arm();
  return {
    runNow: () => enqueue(new Date(), false),
    stop: () => {
      stopped = true;
      clearTimeout(alarm);
    },
  };
}
