import { isProvisioningError } from '../../../shared/errors/provisioningError.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { ConnectionCheck } from '../../../shared/ports/connection.ts';
import { describeFailure } from '../../../shared/slack/connection/describeFailure.ts';
import type { ExchangeRecorder } from '../../../shared/slack/connection/recordExchanges.ts';

/** What a step found, when it did not throw. */
export interface Finding<T> {
  readonly message: string;
  readonly value?: T;
  /** Default: passed. */
  readonly result?: 'failed';
}

export interface StepLog {
  readonly steps: readonly ConnectionCheck[];
  /** Runs one step and records it with the last write (else read) that it led to. Answers its value; undefined when it threw. */
  run<T>(name: string, step: () => Promise<Finding<T>>): Promise<T | undefined>;
}

const ATTEMPTS = 3;
const LONGEST_WAIT_MS = 60_000;

export function createStepLog(recorder: ExchangeRecorder, clock: Clock): StepLog {
  const steps: ConnectionCheck[] = [];
  return {
    steps,
    async run(name, step) {
      const before = recorder.exchanges.length;
      const timing = () => {
        const exchanges = recorder.exchanges.slice(before);
        const exchange = exchanges.findLast(({ method }) => method !== 'GET') ?? exchanges.at(-1);
        if (!exchange) return {};
        const { status, milliseconds } = exchange;
        return { milliseconds, ...(status > 0 && { httpStatus: status }) };
      };
      try {
        const { message, value, result = 'passed' } = await runPatiently(step, clock);
        steps.push({ name, result, message, ...timing() });
        return value;
      } catch (error) {
        steps.push({ name, result: 'failed', ...describeFailure(error), ...timing() });
        return undefined;
      }
    },
  };
}

/** A lock or a rate limit that is soon over is no finding. */
async function runPatiently<T>(step: () => Promise<T>, clock: Clock): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (attempt === ATTEMPTS || !isProvisioningError(error, 'wait') || error.until === undefined) throw error;
      const wait = error.until.getTime() - clock.now().getTime();
      if (wait > LONGEST_WAIT_MS) throw error;
      await clock.sleep(Math.max(wait, 0));
    }
  }
}
