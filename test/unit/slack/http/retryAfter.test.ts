import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../../../shared/slack/http/retryAfter.ts';

const now = new Date(Date.UTC(2026, 0, 5, 9));

describe('retryAfter', () => {
  it.each([
    ['seconds', '12', 12],
    ['zero', '0', 0],
    ['an HTTP date', 'Mon, 05 Jan 2026 09:00:45 GMT', 45],
    ['a date that is over', 'Mon, 05 Jan 2026 08:00:00 GMT', 0],
    ['nothing', null, 30],
    ['nonsense', 'soon', 30],
  ])('understands %s', (_form, header, seconds) => {
    expect(retryAfter(header, now).getTime() - now.getTime()).toBe(seconds * 1000);
  });
});
