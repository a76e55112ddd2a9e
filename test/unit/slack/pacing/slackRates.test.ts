import { describe, expect, it } from 'vitest';
import { isWrite, type SlackOperation, slackRates } from '../../../../shared/slack/pacing/slackRates.ts';

/** Slack's table, per minute and burst. */
const SLACK: readonly [SlackOperation, number, number][] = [
  ['listUsers', 1000, 1000],
  ['listGroups', 1000, 1000],
  ['readUser', 300, 300],
  ['createUser', 180, 20],
  ['updateUser', 180, 20],
  ['disableUser', 180, 20],
  ['readGroup', 300, 300],
  ['createGroup', 180, 20],
  ['updateGroup', 180, 80],
  ['deleteGroup', 180, 20],
];

describe('slackRates', () => {
  it.each(SLACK)("%s keeps ten percent below Slack's %i a minute and burst of %i", (operation, perMinute, burst) => {
    const [own] = slackRates().of(operation);
    expect(60_000 / (own?.intervalMs ?? 0)).toBeCloseTo(perMinute * 0.9);
    expect(own?.burst).toBe(burst * 0.9);
  });

  it("counts every request against the organisation's limit as well", () => {
    const budgets = (operation: SlackOperation) =>
      slackRates()
        .of(operation)
        .map(({ budget }) => budget);
    expect(budgets('createUser')).toEqual(['createUser', 'writes']);
    expect(budgets('readUser')).toEqual(['readUser', 'reads']);
    expect(budgets('listUsers')).toEqual(['reads']);
  });

  it('permits the lower of the two limits in the long run', () => {
    const rates = slackRates({ headRoomPercent: 0 });
    expect(rates.permittedPerSecond('createUser')).toBeCloseTo(3);
    expect(rates.permittedPerSecond('listUsers')).toBeCloseTo(1000 / 60);
  });

  it('scales the rate and not the burst for a simulator', () => {
    const [slow] = slackRates().of('createUser');
    const [fast] = slackRates({ rateScale: 20 }).of('createUser');
    expect((slow?.intervalMs ?? 0) / (fast?.intervalMs ?? 1)).toBeCloseTo(20);
    expect(fast?.burst).toBe(slow?.burst);
  });

  it.each([{ headRoomPercent: 100 }, { headRoomPercent: -1 }, { rateScale: 0 }, { rateScale: Number.NaN }])(
    'refuses %o',
    (settings) => {
      expect(() => slackRates(settings)).toThrow(RangeError);
    },
  );

  it('knows which operations change something', () => {
    expect(SLACK.map(([operation]) => operation).filter(isWrite)).toEqual([
      'createUser',
      'updateUser',
      'disableUser',
      'createGroup',
      'updateGroup',
      'deleteGroup',
    ]);
  });
});
