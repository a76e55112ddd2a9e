import { ConfigurationError, type ConfigurationProblem } from '../../../shared/errors/configurationError.ts';

/** Problems by place, as `where: what`; fails when nothing is reported. */
export function problemsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const { where, what } of error.problems) {
      if (!error.message.includes(`${where}: ${what}`)) throw new Error(`${where} is missing in the message`);
    }
    return error.problems.map(({ where, what }: ConfigurationProblem) => `${where}: ${what}`);
  }
  throw new Error('no ConfigurationError');
}
