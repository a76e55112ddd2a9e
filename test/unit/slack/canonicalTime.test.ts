import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { canonicalTime } from '../../../shared/slack/canonicalTime.ts';

describe('canonicalTime', () => {
  // Where the app runs must not matter to a time without an offset.
  beforeAll(() => {
    vi.stubEnv('TZ', 'America/New_York');
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ['2024-04-10T00:00:00+0000', '2024-04-10T00:00:00Z'],
    ['2020-11-30T23:59:59Z', '2020-11-30T23:59:59Z'],
    ['2020-12-01T08:59:59+09:00', '2020-11-30T23:59:59Z'],
    ['2020-11-30T16:59:59-0700', '2020-11-30T23:59:59Z'],
    ['2024-04-10T00:00:00.0000000Z', '2024-04-10T00:00:00Z'],
    ['2024-04-10T08:30', '2024-04-10T08:30:00Z'],
    ['2024-04-10', '2024-04-10T00:00:00Z'],
    ['2024-04-10t08:30:00z', '2024-04-10T08:30:00Z'],
  ])('%s is sent as %s', (given, sent) => {
    expect(canonicalTime(given)).toBe(sent);
  });

  it.each(['tomorrow', '10.04.2024', '2024-13-40', '2024-04-10T25:00:00Z', '20240410', '4/10/2024 12:00:00 AM'])(
    '%s is left for Slack to refuse',
    (given) => {
      expect(canonicalTime(given)).toBe(given);
    },
  );
});
