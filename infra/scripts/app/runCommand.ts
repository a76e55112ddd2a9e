import { UsageError } from '../usageError.ts';
import { AppFailed } from './callApp.ts';

/** Runs a command; what a person can mend is said in a sentence and ends with 1, anything else is a fault and shows as one. */
export async function runCommand(usage: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof AppFailed)) throw error;
    console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error.message);
    process.exitCode = 1;
  }
}
