import { describe, expect, it } from 'vitest';
import { EndpointHealth, HEALTH_WINDOW_MS } from '../../infra/local/graph/subscriptions/endpointHealth.ts';

const URL = 'https://example.com/notify';

/** 100 answers a millisecond apart, of which so many were slow. */
function healthWith(slow: number, tooSlow: number): EndpointHealth {
  const health = new EndpointHealth(HEALTH_WINDOW_MS);
  for (let index = 0; index < 100; index += 1) health.record(URL, index, index < slow, index < tooSlow);
  return health;
}

describe('the health of notification endpoints', () => {
  it('is slow above 10 % of late answers', () => {
    expect(healthWith(10, 0).stateOf(URL, 100)).toBe('normal');
    expect(healthWith(11, 0).stateOf(URL, 100)).toBe('slow');
  });

  it('loses notifications above 15 % of answers over the allowance of a retry', () => {
    expect(healthWith(16, 15).stateOf(URL, 100)).toBe('slow');
    expect(healthWith(16, 16).stateOf(URL, 100)).toBe('drop');
  });

  it('is not judged by a few answers, nor by those of another endpoint', () => {
    const health = new EndpointHealth(HEALTH_WINDOW_MS);
    for (let index = 0; index < 99; index += 1) health.record(URL, index, true, true);
    expect(health.stateOf(URL, 100)).toBe('normal');
    expect(healthWith(100, 100).stateOf('https://example.com/other', 100)).toBe('normal');
  });

  it('recovers when the late answers leave the window', () => {
    const health = healthWith(50, 0);
    for (let index = 100; index < 200; index += 1) health.record(URL, index, false, false);
    expect(health.stateOf(URL, 200)).toBe('slow');
    expect(health.stateOf(URL, HEALTH_WINDOW_MS + 49)).toBe('normal');
  });
});
