import { describe, expect, it } from 'vitest';
import { readOptions, USAGE } from '../../../infra/local/stack/options.ts';
import { PORT_OPTIONS } from '../../../infra/local/stack/ports.ts';

const problemOf = (...args: string[]) => {
  const options = readOptions(args);
  return typeof options === 'object' && 'problem' in options ? options.problem : undefined;
};

describe('the options of npm start', () => {
  it('are 300 people, nothing kept, limits twenty times faster and the usual ports when none are given', () => {
    expect(readOptions([])).toEqual({
      users: 300,
      reset: false,
      persist: false,
      useCoreTools: false,
      slackLimits: 20,
      ports: { functions: 7071, graph: 7080, slack: 7090, serviceBus: 5672, blob: 10000, queue: 10001, table: 10002 },
    });
  });

  it('are all in the usage text, with the standard ports', () => {
    for (const { option, standard } of Object.values(PORT_OPTIONS)) {
      expect(USAGE).toMatch(new RegExp(`--${option} P +${standard}`));
    }
    for (const option of ['--users', '--persist', '--reset', '--slack-limits', '--func', '--help']) {
      expect(USAGE).toContain(option);
    }
  });

  it('set each port, 0 for any free one', () => {
    const args = Object.values(PORT_OPTIONS).flatMap(({ option }, index) => [`--${option}`, String(index)]);
    expect(readOptions(args)).toMatchObject({
      ports: { functions: 0, graph: 1, slack: 2, serviceBus: 3, blob: 4, queue: 5, table: 6 },
    });
    expect(readOptions(['--graph-port', '0', '--slack-port', '0'])).toMatchObject({ ports: { graph: 0, slack: 0 } });
  });

  it.each([
    ['real', 1],
    ['off', 'off'],
    ['50', 50],
    ['0.5', 0.5],
  ])("take %s for Slack's limits", (text, slackLimits) => {
    expect(readOptions(['--slack-limits', text])).toMatchObject({ slackLimits });
  });

  it.each([
    ['a number of people that is none', ['--users', 'many'], /--users must be a whole number/],
    ['nobody', ['--users', '0'], /--users must be/],
    ['half a person', ['--users', '1.5'], /--users must be/],
    ['limits of no speed', ['--slack-limits', '0'], /--slack-limits must be/],
    ['limits without end', ['--slack-limits', 'Infinity'], /--slack-limits must be/],
    ['a port that is none', ['--graph-port', '70800'], /--graph-port must be a port .* as in --graph-port 7080/],
    ['an empty port', ['--graph-port', ''], /--graph-port must be a port/],
    ['one port for two parts', ['--slack-port', '7080'], /--slack-port and --graph-port are both 7080/],
    ['an unknown option', ['--ports'], /--ports/],
    ['an argument too many', ['now'], /now/],
  ])('refuse %s', (_what, args, message) => {
    expect(problemOf(...args)).toMatch(message);
  });

  it('ask for help alone', () => {
    expect(readOptions(['--help', '--users', 'x'])).toBe('help');
  });
});
